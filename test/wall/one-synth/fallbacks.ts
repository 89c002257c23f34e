// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { configMap } from '../inline-secret.ts';
import { container, type Kind, map, weak, word } from './case.ts';

const named = (name: string): object => ({ name });

const _settings = (name: string, data: object): object => ({ ...configMap, metadata: named(name), data });

const _env = (value: string): readonly object[] => [{ name: 'DB_PASSWORD', value }];

export const fallbacks: readonly Kind[] = [
  {
    kind: 'a literal that code falls back to',
    cases: [
      ['JavaScript with or', `const password = process.env.PASSWORD || "${word}";`, 'a.js'],
      ['JavaScript with a question', `const password = process.env.PASSWORD ?? '${word}';`, 'a.mjs'],
      ['JavaScript without a name', `connect(process.env.PASSWORD || "${word}");`, 'a.js'],
      ['JavaScript in brackets', `connect(process.env['DB_PASSWORD'] ?? "${word}");`, 'a.ts'],
      [
        'a conditional of JavaScript',
        `const password = process.env.PASSWORD ? process.env.PASSWORD : "${word}";`,
        'a.js',
      ],
      ['a default of a destructuring', `const { password = "${word}" } = options;`, 'a.js'],
      ['Python', `connect(os.environ.get("PASSWORD", "${word}"))`, 'a.py'],
      ['getenv of Python', `password = os.getenv('PASSWORD', '${word}')`, 'a.py'],
      ['or of Python', `password = os.getenv("PASSWORD") or "${word}"`, 'a.py'],
      ['a default of a parameter of Python', `def connect(user, password="${word}"):\n    pass`, 'a.py'],
      ['Ruby', `password = ENV.fetch("PASSWORD", "${word}")`, 'a.rb'],
      ['or of Ruby', `connect(ENV["PASSWORD"] || "${word}")`, 'a.rb'],
      ['PHP', `$x = getenv('PASSWORD') ?: '${word}';`, 'a.php'],
      ['Java', `String p = System.getenv().getOrDefault("PASSWORD", "${word}");`, 'A.java'],
      ['a property of Java', `connect(System.getProperty("db.password", "${word}"));`, 'A.java'],
      ['Spring', `@Value("\${db.password:${word}}") String p;`, 'A.java'],
      ['Go', `p := envOr("PASSWORD", "${word}")`, 'a.go'],
      ['Rust', `let p = env::var("PASSWORD").unwrap_or("${word}".into());`, 'a.rs'],
      ['C#', `var p = Environment.GetEnvironmentVariable("PASSWORD") ?? "${word}";`, 'A.cs'],
      ['Lua', `local p = os.getenv("PASSWORD") or "${word}"`, 'a.lua'],
      ['Perl', `my $p = $ENV{PASSWORD} // '${word}';`, 'a.pl'],
      ['a shell', `app "\${PASSWORD:-${word}}"`, 'a.sh'],
      ['a shell that assigns', `: "\${DB_PASSWORD:=${word}}"`, 'a.sh'],
      ['a shell with or', `[ -n "$PASSWORD" ] || PASSWORD=${word}`, 'a.sh'],
      ['a variable of a settings file', `url=jdbc:x\nlogin=\${PASSWORD:${word}}`, 'a.properties'],
      ['a variable of YAML', `login: "\${DB_PASSWORD:-${word}}"\n`, 'a.yaml'],
      ['a template', `{{ default "${word}" .Values.password }}`, 'a.tpl'],
      ['a template with or', `{{ .password | default "${word}" }}`, 'a.txt'],
      ['envsubst of nginx', `set $x "\${PASSWORD:-${word}}";`, 'a.conf'],
      ['make', `PASSWORD ?= ${word}\n`, 'Makefile'],
      ['a build argument', `FROM app\nARG PASSWORD=${word}\n`, 'Dockerfile'],
      ['options of a command line', `parser.add_argument("--password", default="${word}")`, 'a.py'],
      ['flags of Go', `p := flag.String("password", "${word}", "the password")`, 'a.go'],
    ].map(([title = '', text = '', file]) => map(title, `${text}\n`, file)),
  },
  {
    kind: 'a fallback in a container',
    cases: [
      container('a script', [], { command: ['sh', '-c', `app -x "\${PASSWORD:-${word}}"`] }),
      container('a program on the command line', [], {
        command: ['node', '-e', `connect(process.env.PASSWORD || "${word}")`],
      }),
      container('Python on the command line', [], {
        command: ['python', '-c', `import os; connect(os.environ.get("PASSWORD", "${word}"))`],
      }),
      container('a variable of another name', [{ name: 'GREETING', value: `\${PASSWORD:-${weak}}` }]),
    ],
  },
];
