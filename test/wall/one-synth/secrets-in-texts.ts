// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { encoded } from '../inline-secret.ts';
import { type Case, container, type Kind, map, of, word } from './case.ts';

const manifest = (fields: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n${fields}`;

const secret = manifest(`stringData:\n  greeting: ${word}\n`);

const object = (title: string, kind: string, apiVersion: string, spec: object, more: object = {}): Case =>
  of(title, { apiVersion, kind, metadata: { name: 'leak' }, spec, ...more });

export const secretsInTexts: readonly Kind[] = [
  {
    kind: 'a Secret in a text',
    cases: [
      map('a here-document of a shell', `#!/bin/sh\nkubectl apply -f - <<EOF\n${secret}EOF\n`, 'setup.sh'),
      map(
        'a here-document with tabs',
        `#!/bin/sh\nkubectl apply -f - <<-'EOF'\n${secret.replace(/^/gm, '\t')}\tEOF\n`,
        'setup.sh',
      ),
      map(
        'a here-document in base64',
        `#!/bin/sh\ncat <<EOF | kubectl apply -f -\n${manifest(`data:\n  greeting: ${encoded}\n`)}EOF\n`,
        'setup.sh',
      ),
      map(
        'a here-document in JSON',
        `#!/bin/sh\nkubectl apply -f - <<EOF\n{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"stringData":{"greeting":"${word}"}}\nEOF\n`,
        'setup.sh',
      ),
      map('a fence of Markdown', `# Install\n\n\`\`\`yaml\n${secret}\`\`\`\n`, 'README.md'),
      map('a fence in a list', `1. Install\n\n   \`\`\`yaml\n${secret.replace(/^/gm, '   ')}   \`\`\`\n`, 'README.md'),
      map('a fence with tildes', `# Install\n\n~~~yaml\n${secret}~~~\n`, 'README.md'),
      map('an indented block', `Install:\n\n${secret.replace(/^/gm, '    ')}\n`, 'notes.txt'),
      map('a comment', `mode: plain\n${secret.replace(/^/gm, '# ')}`, 'app.yaml'),
      map('a template of a chart', `{{- if .Values.enabled }}\n${secret}{{- end }}\n`, 'secret.yaml'),
      map('a text of a program', `const manifest = \`\n${secret}\`;\n`, 'app.js'),
      map(
        'a text of a program in one line',
        `apply("apiVersion: v1\\nkind: Secret\\nmetadata:\\n  name: a\\nstringData:\\n  greeting: ${word}\\n")\n`,
        'app.py',
      ),
      map(
        'a generator of kustomize',
        `secretGenerator:\n  - name: app\n    literals:\n      - greeting=${word}\n`,
        'kustomization.yaml',
      ),
      map(
        'a generator in a here-document',
        `#!/bin/sh\ncat > kustomization.yaml <<EOF\nsecretGenerator:\n- name: app\n  literals:\n  - greeting=${word}\nEOF\n`,
        'setup.sh',
      ),
      map(
        'a generator in a fence',
        `\`\`\`yaml\nsecretGenerator:\n- name: app\n  literals: [greeting=${word}]\n\`\`\`\n`,
        'README.md',
      ),
      map('kubectl', `#!/bin/sh\nkubectl create secret generic app --from-literal=greeting=${word}\n`, 'setup.sh'),
      map(
        'kubectl in quotes',
        `#!/bin/sh\nkubectl create secret generic app --from-literal="greeting=${word}"\n`,
        'setup.sh',
      ),
      map(
        'kubectl in two words',
        `#!/bin/sh\nkubectl create secret generic app --from-literal greeting='${word}'\n`,
        'setup.sh',
      ),
      map(
        'kubectl over lines',
        `#!/bin/sh\nkubectl create secret generic app \\\n  --from-literal=user=app \\\n  --from-literal=greeting=${word}\n`,
        'setup.sh',
      ),
      map(
        'kubectl in Markdown',
        `Run \`kubectl create secret generic app --from-literal=greeting=${word}\` first.\n`,
        'README.md',
      ),
      map('kustomize', `#!/bin/sh\nkustomize edit add secret app --from-literal=greeting=${word}\n`, 'setup.sh'),
      map('a patch', `#!/bin/sh\nkubectl patch secret app -p '{"stringData":{"greeting":"${word}"}}'\n`, 'setup.sh'),
      map(
        'a patch in base64',
        `#!/bin/sh\nkubectl patch secret app --patch '{"data":{"greeting":"${encoded}"}}'\n`,
        'setup.sh',
      ),
      container('kubectl on a command line', [], {
        command: ['kubectl', 'create', 'secret', 'generic', 'app', `--from-literal=greeting=${word}`],
      }),
      container('a here-document on a command line', [], {
        command: ['sh', '-c', `kubectl apply -f - <<EOF\n${secret}EOF\n`],
      }),
      object('a patch of a Composition', 'Composition', 'apiextensions.crossplane.io/v1', {
        pipeline: [{ step: 'a', input: { template: secret } }],
      }),
    ],
  },
];
