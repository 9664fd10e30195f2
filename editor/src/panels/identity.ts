import { useSyncExternalStore } from 'react';
import { i18n } from '../ui/i18n/index.ts';
import { readSetting, writeSetting } from '../ui/settings.ts';

/** How others see a person: on cursors, avatars, selections. */
export interface Identity {
  /** Of this browser; a server with sign-in has its own. */
  readonly id: string;
  readonly name: string;
  /** One of `COLORS`. */
  readonly color: string;
}

interface OwnIdentity extends Identity {
  /** How often a colour was picked in this page: one that was is kept, whoever has it too. */
  readonly picks: number;
}

/** White text on each has a contrast of at least 4.5, and each can be told from both themes' paper. */
export const COLORS = [
  '#c2410c',
  '#b45309',
  '#4d7c0f',
  '#15803d',
  '#0f766e',
  '#0e7490',
  '#2563eb',
  '#7c3aed',
  '#c026d3',
  '#e11d48',
] as const;

export const NAME_LIMIT = 40;

/** FNV-1a with Murmur's last stir, without which the low bits repeat: the same text makes the same choice everywhere. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;

/** A colour that stays with the id. */
export const colorFor = (id: string): string => pick(COLORS, hash(id));

/** A name to begin with, in the words of a language; it stays with the id. */
export const nameFor = (id: string, adjectives: readonly string[], animals: readonly string[]): [string, string] => [
  pick(adjectives, hash(`adjective ${id}`)),
  pick(animals, hash(`animal ${id}`)),
];

/** What the settings hold, mended where it isn't what was written. */
export const parseIdentity = (
  stored: string | null,
  defaultName: (id: string) => string,
  newId: () => string,
): Identity => {
  let saved: Partial<Record<keyof Identity, unknown>> = {};
  try {
    saved = Object(JSON.parse(stored ?? '{}'));
  } catch {
    // Another hand wrote there.
  }
  const id = typeof saved.id === 'string' && /^[\w-]{8,64}$/.test(saved.id) ? saved.id : newId();
  const name = typeof saved.name === 'string' ? cleanName(saved.name) : '';
  const color = COLORS.find((each) => each === saved.color);
  return { id, name: name || defaultName(id), color: color ?? colorFor(id) };
};

/** One line, no more than `NAME_LIMIT` characters. */
export const cleanName = (name: string): string =>
  [...name.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, NAME_LIMIT).join('').trim();

const SETTING = 'identity';

const defaultName = (id: string): string => {
  const [adjective, animal] = nameFor(id, i18n.t('names.adjectives').split(' '), i18n.t('names.animals').split(' '));
  return i18n.t('names.pattern', { adjective, animal });
};

// `randomUUID` wants a secure page, and a team's server may be plain HTTP on its own network.
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const read = (stored: string | null): Identity => parseIdentity(stored, defaultName, newId);

const listeners = new Set<() => void>();
let identity: OwnIdentity = { ...read(readSetting(SETTING)), picks: 0 };
const keep = (): void => {
  const { picks: _, ...kept } = identity;
  writeSetting(SETTING, JSON.stringify(kept));
};
keep();

// Another tab changed it.
window.addEventListener('storage', (event) => {
  if (event.key !== `cowrite.${SETTING}` || event.newValue === null) return;
  const kept = read(event.newValue);
  identity = { ...kept, picks: identity.picks + (kept.color === identity.color ? 0 : 1) };
  for (const listener of listeners) listener();
});

/** Changes the own name or colour, and remembers it. An empty name brings the first one back. */
export const setIdentity = (change: Partial<Pick<Identity, 'name' | 'color'>>): void => {
  const name = change.name === undefined ? identity.name : cleanName(change.name) || defaultName(identity.id);
  identity = { ...identity, ...change, name, picks: identity.picks + (change.color === undefined ? 0 : 1) };
  keep();
  for (const listener of listeners) listener();
};

export const getIdentity = (): Identity => identity;

export const useIdentity = (): OwnIdentity =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => identity,
  );
