import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps PostgreSQL's own programs off the path. */
const POSTGRESQL = '/usr/lib/postgresql';

/**
 * Where a program is, null where it isn't installed.
 * @param {string} name
 */
export const findProgram = (name) => {
  const versions = existsSync(POSTGRESQL) ? readdirSync(POSTGRESQL).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((each) => join(POSTGRESQL, each, 'bin')),
  ];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
};
