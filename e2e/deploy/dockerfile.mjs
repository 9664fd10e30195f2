/**
 * @typedef Instruction
 * @property {string} name as `RUN`
 * @property {string[]} flags as `--from=build`
 * @property {string} rest what comes after them
 * @typedef Stage
 * @property {string} base what it begins as: an image, or the name of another stage
 * @property {string} name
 * @property {Instruction[]} instructions
 */

/** The stages of a Dockerfile; of its syntax, as much as ours uses: no heredocs, no ARG. @param {string} text @returns {Stage[]} */
export const parseDockerfile = (text) => {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  /** @type {Stage[]} */
  const stages = [];
  for (const line of lines) {
    const [, name = '', flags = '', rest = ''] = /^(\w+)((?:\s+--[\w-]+=\S+)*)\s*(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [base = '', , alias] = rest.split(/\s+/);
      stages.push({ base, name: alias ?? String(stages.length), instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error(`before the first FROM: ${line}`);
      stage.instructions.push({ name, flags: flags.trim().split(/\s+/).filter(Boolean), rest });
    }
  }
  return stages;
};

/** Whether a path of the context stays out of a build: the last pattern that matches it, or a folder it is in, decides. @param {string} text of .dockerignore @returns {(path: string) => boolean} */
export const ignoredBy = (text) => {
  const patterns = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => {
      const keeps = line.startsWith('!');
      const source = (keeps ? line.slice(1) : line)
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('**/', '\0')
        .replaceAll('*', '[^/]*')
        .replaceAll('\0', '(?:.*/)?');
      return { keeps, expression: new RegExp(`^${source}(?:/|$)`) };
    });
  return (path) => patterns.findLast(({ expression }) => expression.test(path))?.keeps === false;
};
