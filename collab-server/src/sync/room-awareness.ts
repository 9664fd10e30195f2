import { AwarenessStates, encodeEntries, type Spoken } from './awareness.ts';
import { frameAwareness } from './frame.ts';
import { windowFor } from './pace.ts';
import { RemoteSpeaker, type RoomLink, type SpokenStates } from './room-link.ts';
import type { Session } from './session.ts';
import { stampState } from './stamp.ts';

type Speaker = Session | RemoteSpeaker;

export interface RoomAwarenessOptions {
  /** Who is here. */
  readonly sessions: ReadonlySet<Session>;
  /** To the same document's rooms on other nodes; null for a node that is alone. */
  readonly link: RoomLink | null;
  /** Whether a session may begin to speak for a clientID, which `speaker` spoke for until now, or nobody. */
  readonly maySpeakFor: (session: Session, client: number, speaker: Speaker | null) => boolean;
}

/** What those in a room, here and at other nodes, say of themselves; it goes round without the log. */
export class RoomAwareness {
  readonly #options: RoomAwarenessOptions;
  readonly #states: AwarenessStates<Speaker>;
  /** By node and user. */
  readonly #remote = new Map<string, RemoteSpeaker>();
  #isDue = false;
  #toldAt = 0;

  constructor(options: RoomAwarenessOptions) {
    this.#options = options;
    this.#states = new AwarenessStates<Speaker>({
      maySpeakFor: (who, client, speaker) => who instanceof RemoteSpeaker || options.maySpeakFor(who, client, speaker),
      stamp: (who, state) => (who instanceof RemoteSpeaker ? null : who.identity && stampState(state, who.identity)),
      isBounded: (who) => who instanceof RemoteSpeaker,
    });
  }

  /** Who speaks for a clientID just now. */
  speakerOf(client: number): Speaker | undefined {
    return this.#states.speakerOf(client);
  }

  /** Throws `MalformedError`. */
  apply(session: Session, update: Uint8Array): void {
    this.#states.apply(session, update, Date.now());
    if (session.identity === null) session.hearClaim(update, (client) => this.#states.speakerOf(client) === session);
    this.#deliverSoon();
  }

  /** Tells one who is new here who is there. */
  greet(session: Session): void {
    const all = this.#states.encodeAll();
    if (all) session.sendAll(frameAwareness(all));
  }

  leave(session: Session): void {
    this.#states.leave(session);
    this.#deliverSoon();
  }

  expire(now: number): void {
    this.#states.expire(now);
    this.#deliverSoon();
  }

  /** Who is with another node. */
  hear(node: string, states: readonly SpokenStates[]): void {
    const now = Date.now();
    for (const { user, update } of states) this.#states.apply(this.#remoteSpeaker(node, user), update, now);
    this.#deliverSoon();
  }

  /** Tells other nodes who is here. */
  tell(): void {
    this.#tell([...this.#states.entries()]);
  }

  #deliverSoon(): void {
    if (!this.#states.hasChanges || this.#isDue) return;
    this.#isDue = true;
    const wait = this.#toldAt + windowFor(this.#options.sessions.size) - performance.now();
    if (wait > 0) setTimeout(this.#deliver, Math.ceil(wait));
    else process.nextTick(this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#isDue = false;
    this.#toldAt = performance.now();
    const changes = this.#states.takeChanges();
    if (!changes) return;
    const frames = frameAwareness(changes.update);
    for (const session of this.#options.sessions) if (session !== changes.author) session.sendAll(frames);
    if (this.#options.link) this.#tell(changes.entries);
  };

  /** Those of them that are said here. */
  #tell(entries: readonly Spoken<Speaker>[]): void {
    const byUser = new Map<string | null, Spoken<unknown>[]>();
    for (const entry of entries) {
      if (entry.owner instanceof RemoteSpeaker) continue;
      const own = byUser.get(entry.owner.user);
      if (own) own.push(entry);
      else byUser.set(entry.owner.user, [entry]);
    }
    if (byUser.size === 0) return;
    this.#options.link?.tellAwareness([...byUser].map(([user, own]) => ({ user, update: encodeEntries(own) })));
  }

  #remoteSpeaker(node: string, user: string | null): RemoteSpeaker {
    const key = `${node} ${user ?? ''}`;
    const known = this.#remote.get(key);
    if (known) return known;
    const speaker = new RemoteSpeaker(node, user);
    this.#remote.set(key, speaker);
    return speaker;
  }
}
