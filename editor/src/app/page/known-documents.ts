import { readSetting, writeSetting } from '../../ui/settings.ts';

/** What the server said of documents last: while it can't be asked, this browser goes by that. */
const boardKey = (id: string): string => `board.${id}`;
const titleKey = (id: string): string => `title.${id}`;

export const noteBoard = (id: string): void => writeSetting(boardKey(id), '1');

export const isKnownBoard = (id: string): boolean => readSetting(boardKey(id)) !== null;

export const noteTitle = (id: string, title: string): void => writeSetting(titleKey(id), title);

/** Empty where none is known. */
export const knownTitle = (id: string): string => readSetting(titleKey(id)) ?? '';
