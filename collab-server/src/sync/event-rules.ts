import {
  ALL_VALUES_EVENT,
  ASSET_EVENT,
  MESSAGE_EVENT,
  READ_EVENT,
  RENAMED_EVENT,
  ROLES,
  type Role,
  THREAD_EVENT,
  VALUES_EVENT,
} from '@cowrite/editor/protocol';

/** The least role that may send an event, by the event's name; one that ends in `*` stands for all that begin so. */
export type EventRoles = Readonly<Record<string, Role>>;

/** What the server itself tells: from a client, these are nobody's word. */
const OURS: readonly string[] = [
  ALL_VALUES_EVENT,
  ASSET_EVENT,
  MESSAGE_EVENT,
  READ_EVENT,
  RENAMED_EVENT,
  THREAD_EVENT,
  VALUES_EVENT,
];
const USUAL: Role = 'commenter';

/** Who may send which events. */
export class EventRules {
  readonly #exact = new Map<string, Role>();
  readonly #beginnings: (readonly [string, Role])[] = [];

  /** Of two beginnings, the longer counts. Throws RangeError on what is no role. */
  constructor(roles: EventRoles = {}) {
    for (const [name, role] of Object.entries(roles)) {
      if (!ROLES.includes(role)) throw new RangeError(`${name}: ${role} is no role`);
      if (name.endsWith('*')) this.#beginnings.push([name.slice(0, -1), role]);
      else this.#exact.set(name, role);
    }
    this.#beginnings.sort(([a], [b]) => b.length - a.length);
  }

  mayTell(role: Role, name: string): boolean {
    if (OURS.includes(name)) return false;
    const beginning = this.#beginnings.find(([start]) => name.startsWith(start));
    return ROLES.indexOf(role) >= ROLES.indexOf(this.#exact.get(name) ?? beginning?.[1] ?? USUAL);
  }
}
