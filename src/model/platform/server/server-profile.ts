import type { KmsPlugin, SealInput } from './seals.ts';
import type { ServerInput } from './server.ts';

type VaultInput = Extract<ServerInput, { readonly product: 'vault' }>;
type OpenBaoInput = Extract<ServerInput, { readonly product: 'openbao' }>;

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
/** Versions of OpenBao that have the seals of vendors themselves. */
type BeforePlugins = `2.${0 | 1 | 2 | 3 | 4 | 5}.${number}`;
type WithBoth = `2.6.${number}`;
/** Versions of OpenBao in which they are plugins. */
type PluginsOnly = `2.${7 | 8 | 9}.${number}` | `2.${1 | 2 | 3}${Digit}.${number}`;

/** Seals that may be plugins. */
type Vendor = 'azurekeyvault' | 'awskms' | 'gcpckms' | 'ocikms';
type WithoutPlugin<S> = S extends unknown ? Omit<S, 'plugin'> & { readonly plugin?: never } : never;
type WithPlugin<S> = S extends unknown ? Omit<S, 'plugin'> & { readonly plugin: KmsPlugin } : never;
type OpenBaoHsm = Omit<SealInput<'pkcs11'>, 'hmacKeyLabel'> & { readonly hmacKeyLabel?: never };

/** What a server of an ephemeral environment may keep its data in. */
type Storages = 'raft' | 'file';

/** A server of OpenBao by its version, and the seals that it then has. */
type OpenBaoCell<V extends string, S extends Storages, Seals> = {
  readonly server: Omit<OpenBaoInput, 'version' | 'storage'> & { readonly version: V; readonly storage?: S };
  readonly autoUnseal: Seals;
};

/** Server and seal of an environment as one: each member is a cell of the matrix. */
type Cells<S extends Storages, Static> =
  | {
      /** @default community Vault in the version of the current chart */
      readonly server?: Omit<VaultInput, 'edition' | 'license' | 'storage'> & {
        readonly edition?: 'community';
        readonly license?: never;
        readonly storage?: S;
      };
      readonly autoUnseal: WithoutPlugin<SealInput<Vendor>> | SealInput<'transit'>;
    }
  | {
      readonly server: Omit<VaultInput, 'edition' | 'license' | 'storage'> & {
        readonly edition: 'enterprise';
        readonly license: NonNullable<VaultInput['license']>;
        readonly storage?: S;
      };
      readonly autoUnseal: WithoutPlugin<SealInput<Vendor | 'pkcs11'>> | SealInput<'transit'>;
    }
  | OpenBaoCell<BeforePlugins, S, WithoutPlugin<SealInput<Vendor> | OpenBaoHsm> | SealInput<'transit'> | Static>
  | OpenBaoCell<WithBoth, S, SealInput<Vendor> | OpenBaoHsm | SealInput<'transit'> | Static>
  | OpenBaoCell<PluginsOnly, 'raft', WithPlugin<SealInput<Vendor> | OpenBaoHsm> | SealInput<'transit'> | Static>;

/** Server and seal of a regulated environment. */
export type RegulatedServer = Cells<'raft', never>;

/** Server of an ephemeral environment, which its bootstrap unseals where it has no seal. */
export type EphemeralServer =
  | Cells<Storages, SealInput<'static'>>
  | { readonly server?: Exclude<ServerInput, { readonly product: 'openbao' }>; readonly autoUnseal?: never }
  | {
      readonly server:
        | (Omit<OpenBaoInput, 'version'> & { readonly version: BeforePlugins | WithBoth })
        | (Omit<OpenBaoInput, 'version' | 'storage'> & { readonly version: PluginsOnly; readonly storage?: 'raft' });
      readonly autoUnseal?: never;
    };
