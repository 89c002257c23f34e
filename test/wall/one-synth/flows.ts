// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap } from '../inline-secret.ts';
import { type Case, container, type Kind, map, of, resource, valuesOf, word } from './case.ts';

const named = (name: string): object => ({ name });

const settings = (name: string, data: object): object => ({ ...configMap, metadata: named(name), data });

/** A ConfigMap beside what reads it. */
const withMap = (title: string, name: string, data: object, container: object, volumes: readonly object[] = []): Case =>
  of(title, settings(name, data), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: named(name),
    spec: { containers: [{ name: 'app', image: 'app', ...container }], volumes },
  });

const read = (name: string, variable: string): object => ({
  env: [{ name: variable, valueFrom: { configMapKeyRef: { name, key: 'greeting' } } }],
});

const mount = (name: string): readonly object[] => [{ name: 'v', configMap: { name } }];

const mounted = { volumeMounts: [{ name: 'v', mountPath: '/cfg' }] };

const workflow = (title: string, spec: object): Case =>
  of(title, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: named('flow'), spec });

const env = (value: string): readonly object[] => [{ name: 'DB_PASSWORD', value }];

const tekton = (title: string, params: readonly object[], step: object, kind = 'Task'): Case =>
  of(title, {
    apiVersion: 'tekton.dev/v1',
    kind,
    metadata: named('flow'),
    spec: { params, steps: [{ name: 'run', image: 'app', ...step }] },
  });

const application = (title: string, helm: object): Case =>
  of(title, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: named('flow'),
    spec: { source: { helm } },
  });

export const flows: readonly Kind[] = [
  {
    kind: 'a literal under a plain name that flows into a credential',
    cases: [
      withMap('a key of a ConfigMap as a variable', 'flow-a', { greeting: word }, read('flow-a', 'DB_PASSWORD')),
      withMap(
        'a file by its path in an option',
        'flow-b',
        { x: word },
        { ...mounted, args: ['--password-file=/cfg/x'] },
        mount('flow-b'),
      ),
      withMap(
        'a file by its path in two words',
        'flow-c',
        { x: word },
        { ...mounted, args: ['--token-file', '/cfg/x'] },
        mount('flow-c'),
      ),
      withMap(
        'a file by its path in a variable',
        'flow-d',
        { x: word },
        { ...mounted, env: [{ name: 'DB_PASSWORD_FILE', value: '/cfg/x' }] },
        mount('flow-d'),
      ),
      withMap(
        'a file that a shell reads',
        'flow-e',
        { x: word },
        { ...mounted, command: ['sh', '-c', 'PGPASSWORD="$(cat /cfg/x)" psql -h db'] },
        mount('flow-e'),
      ),
      withMap(
        'a file as the password of a variable',
        'flow-f',
        { x: word },
        { ...mounted, env: [{ name: 'PASSWORD', value: '/cfg/x' }] },
        mount('flow-f'),
      ),
      withMap('a projected file', 'flow-j', { x: word }, { ...mounted, args: ['--password-file=/cfg/y'] }, [
        { name: 'v', projected: { sources: [{ configMap: { name: 'flow-j', items: [{ key: 'x', path: 'y' }] } }] } },
      ]),
      withMap(
        'a redirected file',
        'flow-k',
        { x: word },
        { ...mounted, command: ['sh', '-c', 'app --password-stdin < /cfg/x'] },
        mount('flow-k'),
      ),
      container('a plain variable in a credential of its container', [
        { name: 'GREETING', value: word },
        { name: 'DB_PASSWORD', value: '$(GREETING)' },
      ]),
      container('a plain variable on a command line', [{ name: 'GREETING', value: word }], {
        args: ['--password=$(GREETING)'],
      }),
      container('a plain variable in a script', [{ name: 'GREETING', value: word }], {
        command: ['sh', '-c', 'export PGPASSWORD=$GREETING; psql'],
      }),
      workflow('a parameter of a workflow', {
        arguments: { parameters: [{ name: 'greeting', value: word }] },
        templates: [{ name: 'a', container: { env: env('{{workflow.parameters.greeting}}') } }],
      }),
      workflow('an input of a template of a workflow', {
        templates: [
          {
            name: 'a',
            inputs: { parameters: [{ name: 'x', value: word }] },
            container: { args: ['--password={{inputs.parameters.x}}'] },
          },
        ],
      }),
      workflow('an argument of a step', {
        templates: [
          { name: 'a', steps: [[{ name: 's', arguments: { parameters: [{ name: 'x', value: word }] } }]] },
          { name: 'b', inputs: { parameters: [{ name: 'x' }] }, container: { env: env('{{inputs.parameters.x}}') } },
        ],
      }),
      tekton('a default of a task', [{ name: 'greeting', default: word }], { env: env('$(params.greeting)') }),
      tekton('a default of a task in brackets', [{ name: 'greeting', default: word }], {
        env: env('$(params["greeting"])'),
      }),
      tekton('a default of a task in a script', [{ name: 'greeting', default: word }], {
        script: '#!/bin/sh\napp --password "$(params.greeting)"\n',
      }),
      tekton(
        'a parameter of a run',
        [{ name: 'greeting', value: word }],
        { args: ['--token', '$(params.greeting)'] },
        'TaskRun',
      ),
      tekton('a field of a parameter', [{ name: 'app', default: { greeting: word } }], {
        env: env('$(params.app.greeting)'),
      }),
      of('a substitution of Flux', {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: named('flow'),
        spec: {
          postBuild: { substitute: { greeting: word } },
          patches: [{ patch: 'kind: Thing\nspec:\n  password: ${greeting}\n' }],
        },
      }),
      application('a parameter of Helm that values read', {
        parameters: [{ name: 'greeting', value: word }],
        values: 'auth:\n  password: "{{ .Values.greeting }}"\n',
      }),
      valuesOf('values of Helm that values read', { greeting: word, auth: { password: '{{ .Values.greeting }}' } }),
      valuesOf('a global value of Helm', {
        global: { greeting: word },
        auth: { password: '{{ .Values.global.greeting }}' },
      }),
      resource('a variable of the same object', { variables: { greeting: word }, spec: { password: '${greeting}' } }),
      resource('a list of variables of the same object', {
        vars: [{ name: 'greeting', value: word }],
        spec: { password: '$(greeting)' },
      }),
      map('a variable of the same settings', `greeting=${word}\ndb.password=\${greeting}\n`, 'app.properties'),
      map('a variable of the same YAML', `greeting: ${word}\ndb:\n  password: \${greeting}\n`, 'app.yaml'),
      map('an interpolation of INI', `[db]\ngreeting = ${word}\npassword = %(greeting)s\n`, 'app.ini'),
    ],
  },
];
