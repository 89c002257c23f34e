import { z } from 'zod';
import { defineRule } from '../../engine/rule.ts';
import { jobText } from '../../examples/example-texts.ts';
import { scriptsOf } from '../../indexing/scripts.ts';
import { name, type ReportText } from '../../reporters/report-text.ts';

const configuration = { rules: { 'no-runtime-install': 'error' as const } };
const script = (text: string): string => jobText(`, command: [sh, -c, "${text}"]`);
const installers =
  /\b(?:apk (?:\S{1,60} ){0,9}add|apt(?:-get)? (?:-\S{1,60} ){0,9}install|(?:dnf|yum|microdnf) (?:-\S{1,60} ){0,9}install|pip3? install|npm (?:install|i) |go install|gem install|curl [^|\n]{0,500}\| *(?:sudo )?(?:ba)?sh|wget [^|\n]{0,500}\| *(?:ba)?sh|curl [^\n]{0,300}(?:kubectl|\/jq|vault)[^\n]{0,300} -o)\b/;

export const noRuntimeInstall = defineRule({
  id: 'no-runtime-install',
  code: 'VW3354',
  severity: 'error',
  incidents: ['INC-12'],
  what: 'No Job installs or downloads its tools when it runs.',
  why: 'A registry that is down, another architecture or a new release breaks the bootstrap of the whole platform; and what was downloaded nobody has reviewed.',
  fix: 'Use an image that holds the tools, pinned by digest, for every architecture.',
  options: z.strictObject({}),
  messages: { install: ({ command }: { command: ReportText }) => `The script runs "${command}"` },
  examples: {
    failing: [
      { title: 'A package', files: { 'a.yaml': script('apk add --no-cache curl jq && run') }, configuration },
      {
        title: 'A script from the network',
        files: { 'a.yaml': script('curl -fsSL https://example.org/install.sh | sh') },
        configuration,
      },
    ],
    passing: [
      { title: 'Tools of the image', files: { 'a.yaml': script('kubectl get pods | jq .') }, configuration },
      { title: 'A request', files: { 'a.yaml': script('curl -fsS https://example.org/health') }, configuration },
    ],
  },
  check({ index, report }) {
    for (const { text, site } of scriptsOf(index)) {
      const found = installers.exec(text);
      if (found === null) continue;
      const end = found[0].search(/\s[-h|/]|\|/);
      const command = (end === -1 ? found[0] : found[0].slice(0, end)).trim();
      report('install', { ...site, offset: found.index }, { command: name(command) });
    }
  },
});
