import type { ProblemExplanation } from './problem-explanation.ts';
import { problemsOf } from './problems-of.ts';

/** What gates find wrong with the values of Secrets; the guard of databases has these texts only. */
export const valueExplanations = {
  VW5164: {
    title: 'A Secret lacks a data key',
    why: 'Whoever reads the key starts without its credential, or does not start.',
    fix: 'Let the operator write the Secret anew from the rendered ExternalSecret.',
    class: 'person',
  },
  VW5166: {
    title: 'A value is empty',
    why: 'Whoever reads it logs in without a credential, and fails later and elsewhere.',
    fix: 'Give the Vault key its value.',
    class: 'person',
  },
  VW5167: {
    title: 'A value is a placeholder',
    why: 'It stands for no credential: a login with it fails, or succeeds for everybody who knows it.',
    fix: 'Let the writer of the Vault key write the real value.',
    class: 'person',
  },
  VW5168: {
    title: 'A value holds the text of a template',
    why: 'Nothing rendered the braces, so that the text of the template itself became the credential.',
    fix: 'Correct the value in Vault, or the template of the ExternalSecret.',
    class: 'person',
  },
  VW5174: {
    title: 'A value is no URL of such a database',
    why: 'The program cannot connect, or connects to something else.',
    fix: 'Write scheme://user:password@host:port/database under the Vault key.',
    class: 'person',
  },
  VW5175: {
    title: 'User or password stand in a URL without being encoded',
    why: 'Reserved characters end the password early, so that the URL leads elsewhere or cannot be read.',
    fix: 'Compose the URL from its parts with vault.url, which encodes them, and have it written anew.',
    class: 'person',
  },
  VW5176: {
    title: 'The user of a URL is not the user beside it',
    why: 'What reads the URL and what reads the user log in as different roles.',
    fix: 'Have the URL composed anew from the user that is beside it.',
    class: 'person',
  },
  VW5177: {
    title: 'The password of a URL is not the password beside it',
    why: 'One of them is older: half of the programs cannot log in.',
    fix: 'Have the URL composed anew from the password that is beside it.',
    class: 'person',
  },
  VW5178: {
    title: 'What a gate is to inspect is missing or not valid',
    why: 'A gate that does not know what to inspect would let everything pass.',
    fix: 'Render the environment again with this version of Vaultwright and apply all of it.',
    class: 'configuration',
  },
} as const satisfies Record<string, ProblemExplanation>;

export const { problem: valueProblem, error: valueError } = problemsOf(valueExplanations);
