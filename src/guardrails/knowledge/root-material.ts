import { wordsOf } from '../credential/key-name.ts';

/**
 * Recognises the name of a setting by which a chart or a program initialises or unseals Vault, or keeps what
 * that yields.
 */
export const isBootstrapSwitch = (key: string): boolean =>
  /^(?:(?:auto|vault|allow|do)?(?:init|unseal|initialize|autoinit|autounseal)|storecredentials)$/.test(
    wordsOf(key).join(''),
  );

/** Recognises the name of a root token or of unseal keys. */
export const isRootMaterial = (text: string): boolean =>
  /root|unseal/i.test(text) &&
  /(?:^|vault)(?:root token|unseal keys?|initial root token)/.test(
    wordsOf(text)
      .join(' ')
      .replace(/^vault /, ''),
  );
