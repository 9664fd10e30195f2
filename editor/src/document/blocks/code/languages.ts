/** A language that code can be coloured as. */
export interface CodeLanguage {
  /** What is stored, and what Markdown has behind its three backticks. */
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
}

export const CODE_LANGUAGES: readonly CodeLanguage[] = [
  { id: 'bash', name: 'Bash', aliases: ['sh', 'zsh', 'shell', 'console'] },
  { id: 'c', name: 'C', aliases: ['h'] },
  { id: 'csharp', name: 'C#', aliases: ['cs', 'c#'] },
  { id: 'cpp', name: 'C++', aliases: ['c++', 'cc', 'hpp'] },
  { id: 'clojure', name: 'Clojure', aliases: ['clj'] },
  { id: 'css', name: 'CSS' },
  { id: 'dart', name: 'Dart' },
  { id: 'diff', name: 'Diff', aliases: ['patch'] },
  { id: 'dockerfile', name: 'Dockerfile', aliases: ['docker'] },
  { id: 'elixir', name: 'Elixir', aliases: ['ex', 'exs'] },
  { id: 'erlang', name: 'Erlang', aliases: ['erl'] },
  { id: 'go', name: 'Go', aliases: ['golang'] },
  { id: 'graphql', name: 'GraphQL', aliases: ['gql'] },
  { id: 'haskell', name: 'Haskell', aliases: ['hs'] },
  { id: 'xml', name: 'HTML, XML', aliases: ['html', 'xhtml', 'svg', 'vue'] },
  { id: 'ini', name: 'INI, TOML', aliases: ['toml', 'conf'] },
  { id: 'java', name: 'Java' },
  { id: 'javascript', name: 'JavaScript', aliases: ['js', 'jsx', 'mjs', 'cjs'] },
  { id: 'json', name: 'JSON', aliases: ['jsonc', 'json5'] },
  { id: 'julia', name: 'Julia', aliases: ['jl'] },
  { id: 'kotlin', name: 'Kotlin', aliases: ['kt', 'kts'] },
  { id: 'latex', name: 'LaTeX', aliases: ['tex'] },
  { id: 'less', name: 'Less' },
  { id: 'lua', name: 'Lua' },
  { id: 'makefile', name: 'Makefile', aliases: ['make', 'mk'] },
  { id: 'markdown', name: 'Markdown', aliases: ['md'] },
  { id: 'matlab', name: 'MATLAB' },
  { id: 'nginx', name: 'nginx' },
  { id: 'nix', name: 'Nix' },
  { id: 'objectivec', name: 'Objective-C', aliases: ['objc', 'obj-c', 'mm'] },
  { id: 'ocaml', name: 'OCaml', aliases: ['ml'] },
  { id: 'perl', name: 'Perl', aliases: ['pl'] },
  { id: 'php', name: 'PHP' },
  { id: 'powershell', name: 'PowerShell', aliases: ['ps1', 'pwsh'] },
  { id: 'protobuf', name: 'Protocol Buffers', aliases: ['proto'] },
  { id: 'python', name: 'Python', aliases: ['py'] },
  { id: 'r', name: 'R' },
  { id: 'ruby', name: 'Ruby', aliases: ['rb'] },
  { id: 'rust', name: 'Rust', aliases: ['rs'] },
  { id: 'scala', name: 'Scala' },
  { id: 'scss', name: 'SCSS', aliases: ['sass'] },
  { id: 'sql', name: 'SQL', aliases: ['mysql', 'postgresql', 'sqlite'] },
  { id: 'swift', name: 'Swift' },
  { id: 'typescript', name: 'TypeScript', aliases: ['ts', 'tsx', 'mts', 'cts'] },
  { id: 'yaml', name: 'YAML', aliases: ['yml'] },
];

/** The language that somebody meant by what stands on a block of code; null for none, and for one we can't colour. */
export const languageOf = (written: string | null | undefined): CodeLanguage | null => {
  const wanted = written?.trim().toLowerCase() ?? '';
  return CODE_LANGUAGES.find(({ id, aliases }) => id === wanted || aliases?.includes(wanted)) ?? null;
};
