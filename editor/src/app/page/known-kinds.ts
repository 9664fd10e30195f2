import { readSetting, writeSetting } from '../../ui/settings.ts';

const nameOf = (id: string): string => `board.${id}`;

/** Notes that a document is a board: while the server can't be asked, this browser still opens it as one. */
export const noteBoard = (id: string): void => writeSetting(nameOf(id), '1');

export const isKnownBoard = (id: string): boolean => readSetting(nameOf(id)) !== null;
