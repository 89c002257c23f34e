import type { Explanation } from './explanation.ts';

/** Problems of declarations: keys, Secrets, templates, options. */
export const declarationProblems = {
  VW1001: {
    title: 'A Vault path is not valid',
    why: 'Vault would store the key elsewhere or refuse it, and the ExternalSecret would read nothing.',
    fix: 'Write the path relative to the mount, without leading or trailing slash: segments of letters, digits, ".", "_" and "-".',
  },
  VW1002: {
    title: 'A Vault path is declared twice',
    why: 'Two declarations of one path are two authorities for one value; the last writer would win silently.',
    fix: 'Declare the Vault key once, export it, and use that object in both places.',
  },
  VW1003: {
    title: 'A data key has a name that Kubernetes refuses',
    why: 'The API server rejects a Secret with such a key, so the ExternalSecret would never become Ready.',
    fix: 'Use letters, digits, "-", "_" and "." only, at most 253 characters.',
  },
  VW1004: {
    title: 'A name is not a valid Kubernetes name',
    why: 'The API server rejects the object.',
    fix: 'Use lower-case letters, digits, "-" and ".", starting and ending with a letter or digit.',
  },
  VW1005: {
    title: 'Something stands where only what a platform factory made may stand',
    why: 'A value that did not come from a factory may be a literal credential, and nothing declares who writes it.',
    fix: 'Bind data keys to Vault keys, templates or only(…), and place or read contracts, made by the factories of this platform.',
  },
  VW1006: {
    title: 'Values are composed in a cycle',
    why: 'No order exists in which bootstrap could write these keys.',
    fix: 'Remove one of the references; usually a recipe override points back at a key that is composed from it.',
  },
  VW1007: {
    title: 'A recipe does not fit the origin of its key',
    why: 'The origin says who the authority is; another recipe would let bootstrap overrule that authority.',
    fix: 'Use a recipe that the origin allows: external → upstream; generated and operator-reconciled → generate, literal, compose, or a required upstream value; service-generated → placeholder, absent, or a literal client id.',
  },
  VW1008: {
    title: 'A recipe override names a key that the environment does not have',
    why: 'The override would silently do nothing.',
    fix: 'Remove the override, or place a Secret that reads the key in that environment.',
  },
  VW1009: {
    title: 'An environment is not known to the platform',
    why: 'What is limited to an unknown environment is rendered nowhere.',
    fix: 'Use a name that definePlatform declares, or declare the environment there.',
  },
  VW1012: {
    title: 'A template cannot be rendered',
    why: 'The operator would fail to execute it, or produce an empty value.',
    fix: 'Give the template some text or a Vault key, and keep "{{" and "}}" out of its text.',
  },
  VW1013: {
    title: 'A Secret has no data key in this environment',
    why: 'An ExternalSecret without data creates an empty Secret that satisfies no consumer.',
    fix: 'Limit the whole contract to the environments where it has keys, or bind at least one key everywhere.',
  },
  VW1014: {
    title: 'A declaration belongs to another platform',
    why: 'Its paths and environments mean something else there.',
    fix: 'Declare it with the factories of the platform that renders it.',
  },
  VW1015: {
    title: 'A recipe composes a value that bootstrap does not write',
    why: 'Bootstrap would freeze a value whose authority may change it at any time.',
    fix: 'Compose only generated, literal and composed keys; use a template on the Secret for the others.',
  },
  VW1016: {
    title: 'A generated value is too short',
    why: 'Short random values can be guessed; some consumers refuse them at start.',
    fix: 'Ask for at least 16 characters; the default is 32.',
  },
  VW1017: {
    title: 'A limit names no environment',
    why: 'What is limited to no environment is rendered nowhere, and nothing says so.',
    fix: 'Name at least one environment, or remove what is limited.',
  },
  VW1018: {
    title: 'A refresh interval is not a duration',
    why: 'The API server rejects the ExternalSecret.',
    fix: 'Write hours, minutes, seconds and milliseconds with their units, such as "15m" or "1h30m".',
  },
  VW1019: {
    title: 'A Secret lacks a data key that its type demands',
    why: 'The API server rejects the Secret, so the ExternalSecret would never become Ready.',
    fix: 'Bind the data key that is named, or leave out the type.',
  },
  VW1020: {
    title: 'The upstream store refuses the name of an external key',
    why: 'Bootstrap could never find the value there.',
    fix: 'Azure Key Vault takes letters, digits and "-", at most 127 with the prefix; give { name } where the path has others.',
  },
  VW1021: {
    title: 'A recipe is overridden twice in one environment',
    why: 'Only one of the recipes can hold, and the order of a list would decide which.',
    fix: 'Keep one of the overrides.',
  },
  VW1022: {
    title: 'A declaration names a store that the platform does not have',
    why: 'Nothing could read the key.',
    fix: 'Add the store to `stores` of the platform, or correct the name.',
  },
  VW1023: {
    title: 'A key behind a read-only store has a recipe',
    why: 'Every write is under check-and-set in the environment’s own Vault; elsewhere what others wrote could be overwritten.',
    fix: 'Declare the key with `existing`, or put it into an engine of version 2 of the environment’s own Vault.',
  },
  VW1024: {
    title: 'The name of a property is not one that an entry can have',
    why: 'The operator takes some characters for a path into a document, and the marker of the property would not fit.',
    fix: 'Use letters, digits, ".", "_", "/", "@", "+" and "-", at most 100 characters.',
  },
  VW1025: {
    title: 'The properties of an entry are not those that were declared in it',
    why: 'The entry is written at once: what is declared and no property of it would never be written.',
    fix: 'Return each key that the factory of the entry made under one name, and nothing else.',
  },
  VW1026: {
    title: 'What a Secret takes of whole entries does not fit together',
    why: 'Two values would go into one data key, and which of them wins is decided by the operator.',
    fix: 'Rename one of them, or leave one out; rename and find only properties and entries that are declared.',
  },
  VW1027: {
    title: 'An external key is declared where no upstream store is',
    why: 'Nothing could ever bring its value into Vault.',
    fix: 'Give the environment an `upstream`, limit the Secret to other environments, or declare the key with `existing`.',
  },
  VW1028: {
    title: 'Entries are composed from each other in a circle',
    why: 'Each is written at once, so neither could be the first.',
    fix: 'Move the properties that need each other into one entry.',
  },
  VW1029: {
    title: 'An option is not known',
    why: 'It would be ignored, and what is declared would silently be something else.',
    fix: 'Correct the name, or take the option out.',
  },
  VW1030: {
    title: 'An environment has no such field',
    why: 'What is declared from it would hold the text "undefined".',
    fix: 'Correct the name, or add the field to `fields` of the platform and to every profile.',
  },
  VW1031: {
    title: 'A function of the environment gives no usable text',
    why: 'Names, paths and values made of it would be wrong in that environment alone.',
    fix: 'Give a text that is not empty in every environment that uses it; limit it by only(…) or environments elsewhere.',
  },
  VW1032: {
    title: 'A label of a Secret is not usable',
    why: 'The API server refuses it, or Argo CD takes the Secret for a part of an Application and prunes it.',
    fix: 'Use a name and a value as Kubernetes has them, and none by which Argo CD or the operator know their own objects.',
  },
  VW1033: {
    title: 'A declaration lacks its purpose',
    why: 'The inventory and the runbooks say what each Secret is for; an owner who is asked to rotate it must know.',
    fix: 'Say in one sentence what the Secret is for.',
  },
  VW1034: {
    title: 'A value is too large, or cannot be stored',
    why: 'Vault or Kubernetes would refuse it, or a part of it would not count; the run would end at this one key.',
    fix: 'Declare a shorter value; put a file that is no secret into a ConfigMap.',
  },
} as const satisfies Record<string, Explanation>;
