import {
  CloseCode,
  encodeSender,
  isWriter,
  MessageTooLargeError,
  MessageType,
  PartAssembler,
  type Role,
  SyncType,
} from '@cowrite/editor/protocol';
import { createDecoder } from 'lib0/decoding';
import type { User } from '../access/grant.ts';
import type { Author } from './author.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { changeInPieces } from './change-in-pieces.ts';
import { claimedUser } from './claimed-user.ts';
import type { Connection } from './connection.ts';
import { requireEvent } from './event-guard.ts';
import type { EventRules } from './event-rules.ts';
import { type Frame, frameRole, frameSaved, frameSyncStep1, frameTokenRequest } from './frame.ts';
import { EVENT_RATE, FRAME_COST, MAX_STATE_VECTOR, MAX_TURN, QUESTION_RATE, TokenBucket } from './limits.ts';
import type { Room } from './room.ts';
import { type FrameMark, SavedCount } from './saved-count.ts';
import { stampOf } from './stamp.ts';

/** What may wait for a session's room to open, or for a large frame of its own to be looked at: bytes, and `FRAME_COST` for each frame. */
const MAX_WAITING = 1024 * 1024;
/** Bytes that may wait for a reader, above what it asked for itself. */
const MAX_BACKLOG = 16 * 1024 * 1024;

/** How often it is looked whom somebody says to be, milliseconds. */
const CLAIM_INTERVAL = 10_000;

/** Bytes of a token. */
const MAX_TOKEN = 16 * 1024;

export interface SessionOptions {
  readonly connection: Connection;
  readonly role: Role;
  /** Null where nobody is told apart. */
  readonly user: User | null;
  /** Whether the client offered `cowrite.v1`. */
  readonly extended: boolean;
  /** Bytes of one message, whole, parts put together. */
  readonly maxMessage: number;
  /** Who may send which events. */
  readonly events: EventRules;
  /** The client sent a token, asked or not. */
  readonly onToken: (token: string) => void;
  /** Told of an error that isn't the client's, before the session is ended for it. */
  readonly onError: (error: unknown) => void;
  /** Told why this side ended the session, or refused a frame. */
  readonly onRefused: (reason: string, session: Session) => void;
}

type State =
  /** Frames wait in order: for the room, or for one of this session's that takes another thread. */
  | { readonly name: 'waiting'; readonly room: Room | null; readonly frames: Uint8Array[]; bytes: number }
  | { readonly name: 'open'; readonly room: Room }
  | { readonly name: 'closed' };

/** An authorised connection in one room: what a client says goes in here, and what it is told goes out. */
export class Session implements Author {
  readonly extended: boolean;
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  readonly #saved = new SavedCount();
  #role: Role;
  #identity: User | null;
  #parts: PartAssembler | null = null;
  #state: State = { name: 'waiting', room: null, frames: [], bytes: 0 };
  /** Changes are delivered from the moment its first SyncStep1 is answered: before, they'd lack what they build on. */
  #synced = false;
  #claimed: User | null = null;
  #claimNotBefore = 0;
  #sentSaved = 0;
  /** What was taken since this session last let the others have their turn. */
  #taken = 0;
  /** Bytes of the largest answer this client asked for; they don't count against it as a slow reader. */
  #answered = 0;
  /** Made when first needed: most sessions ask once and send no events. */
  #questions: TokenBucket | null = null;
  #events: TokenBucket | null = null;
  #eventStamp: Uint8Array | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#connection = options.connection;
    this.#role = options.role;
    this.#identity = options.user;
    this.extended = options.extended;
  }

  /** Whose words these are; what they claim of themselves counts for nothing beside it. */
  get identity(): User | null {
    return this.#identity;
  }

  get closed(): boolean {
    return this.#state.name === 'closed';
  }

  /** As of `Author`. */
  get claimed(): User | null {
    return this.#claimed;
  }

  /** Notes whom an awareness update says its sender to be: now and then, since cursors move all the time. */
  hearClaim(update: Uint8Array, isOwn: (client: number) => boolean): void {
    const now = performance.now();
    if (this.identity !== null || now < this.#claimNotBefore) return;
    const claimed = claimedUser(update, isOwn);
    if (claimed === null) return;
    this.#claimed = claimed;
    this.#claimNotBefore = now + CLAIM_INTERVAL;
  }

  /** What stands behind its events when they are passed on: who it is, where people are told apart. */
  get eventStamp(): Uint8Array {
    this.#eventStamp ??= this.#identity ? encodeSender(stampOf(this.#identity)) : new Uint8Array();
    return this.#eventStamp;
  }

  /** The id of whoever writes here; null where nobody is told apart. */
  get user(): string | null {
    return this.identity?.id ?? null;
  }

  get mayWrite(): boolean {
    return isWriter(this.#role);
  }

  /** From now on its client may do more, or less. */
  changeRole(role: Role): void {
    if (role === this.#role) return;
    const mightWrite = this.mayWrite;
    this.#role = role;
    if (this.extended) this.send(frameRole(role));
    // What it was refused until now may come.
    if (this.mayWrite && !mightWrite && this.#state.name !== 'closed' && this.#state.room) {
      this.ask(this.#state.room.encodedStateVector());
    }
  }

  /** A fresh token was good. What it calls the user holds for the states to come: the client, told, repeats its own. */
  renewed(user: User | null): void {
    this.#identity = user;
    this.#eventStamp = null;
    if (this.extended) this.send(frameRole(this.#role));
  }

  /** Asks the client for a fresh token. */
  askForToken(): void {
    if (this.extended) this.send(frameTokenRequest());
  }

  /** The room is there: greets the client and takes what it said meanwhile. */
  open(room: Room): void {
    if (this.#state.name === 'closed') return;
    if (this.extended) this.send(frameRole(this.#role));
    this.ask(room.encodedStateVector());
    this.#proceed(room);
  }

  /** One message from the client, whole. The bytes may be reused once this returns. */
  receive(message: Uint8Array): void {
    const state = this.#state;
    if (state.name === 'waiting') {
      state.frames.push(new Uint8Array(message));
      state.bytes += FRAME_COST + message.length;
      if (state.bytes > MAX_WAITING) this.#connection.pause();
      return;
    }
    this.#taken += FRAME_COST + message.length;
    if (this.#taken > MAX_TURN) this.#rest();
    if (state.name === 'closed') return;
    try {
      this.#handle(state.room, message);
    } catch (error) {
      if (error instanceof MessageTooLargeError) this.refuse(CloseCode.tooLarge, error.message);
      else if (error instanceof MalformedError || error instanceof RangeError)
        this.refuse(CloseCode.badFrame, error.message);
      else this.#fail(error);
    }
  }

  /** Tells this client a change that is durable. */
  sendChange(frames: readonly Frame[]): void {
    if (this.#synced) this.sendAll(frames);
  }

  /** Tells it what it lacked; from now on it is told of changes. */
  sendAnswer(frames: readonly Frame[]): void {
    const bytes = frames.reduce((sum, { length }) => sum + length, 0);
    // Only the largest: else one who asks and never reads could have any number of answers wait for it.
    this.#answered = Math.max(this.#answered, bytes);
    this.sendAll(frames);
    this.#synced = true;
  }

  send(frame: Frame): void {
    this.#connection.send(frame);
  }

  /** Drops a client that doesn't read: it comes again and catches up, which costs less than holding its backlog. */
  sendAll(frames: readonly Frame[]): void {
    if (this.#connection.queuedBytes > MAX_BACKLOG + this.#answered) {
      this.#options.onRefused('too slow', this);
      this.#connection.drop();
      return;
    }
    for (const frame of frames) this.#connection.send(frame);
  }

  /** Asks for what the server lacks. */
  ask(stateVector: Uint8Array): void {
    this.#saved.ask();
    this.sendAll(frameSyncStep1(stateVector));
  }

  /** Everything up to `mark` is durable. */
  settle(mark: FrameMark): void {
    this.#saved.settle(mark);
  }

  /** Sends the count, where it moved since it was last sent. */
  sendSaved(): void {
    if (!this.extended || this.#saved.saved === this.#sentSaved) return;
    this.#sentSaved = this.#saved.saved;
    this.send(frameSaved(this.#sentSaved));
  }

  /** The frame at `mark` wasn't taken: the count stops there. */
  deny(mark: FrameMark): void {
    this.#saved.refuse(mark);
  }

  /** The same, and asks again for what it held, unless an answer is on its way. */
  miss(mark: FrameMark, stateVector: Uint8Array): void {
    if (this.#saved.refuse(mark)) this.ask(stateVector);
  }

  report(reason: string): void {
    this.#options.onRefused(reason, this);
  }

  /** Ends the session for something its client did. */
  refuse(code: CloseCode, reason: string): void {
    if (this.#state.name === 'closed') return;
    this.#options.onRefused(reason, this);
    this.close(code, reason);
  }

  close(code: CloseCode, reason: string): void {
    this.#connection.close(code, reason);
    // Else its own goodbye would never be read.
    this.#connection.resume();
    this.disconnected();
  }

  /** The connection is gone. Idempotent. */
  disconnected(): void {
    const state = this.#state;
    this.#state = { name: 'closed' };
    if (state.name !== 'closed') state.room?.leave(this);
  }

  /** Holds back what this session says next until `work` is done, so that its frames stay in order. */
  async #hold(room: Room, work: Promise<void>): Promise<void> {
    this.#state = { name: 'waiting', room, frames: [], bytes: 0 };
    try {
      await work;
    } catch (error) {
      if (error instanceof MalformedError) this.refuse(CloseCode.badFrame, error.message);
      else this.#fail(error);
    }
    if (this.#state.name === 'waiting') this.#proceed(room);
  }

  /** Something went wrong that isn't the client's doing; whatever it was, it stays within this session. */
  #fail(error: unknown): void {
    this.#options.onError(error);
    this.refuse(CloseCode.storageFailed, 'could not be worked on just now: connect again');
  }

  #after(room: Room, work: Promise<void> | null): void {
    if (work) void this.#hold(room, work);
  }

  /** Lets the others have their turn: the system hands over megabytes of one socket before it looks at the next. */
  #rest(): void {
    this.#taken = 0;
    this.#connection.pause();
    setImmediate(() => {
      if (this.#state.name !== 'waiting') this.#connection.resume();
    });
  }

  /** Goes on with frames that waited; one of them may make the rest wait again. */
  #proceed(room: Room): void {
    const waited = this.#state.name === 'waiting' ? this.#state.frames : [];
    this.#state = { name: 'open', room };
    this.#connection.resume();
    for (const message of waited) this.receive(message);
  }

  #handle(room: Room, message: Uint8Array): void {
    const reader = new ByteReader(message);
    const type = reader.varUint();
    switch (type) {
      case MessageType.sync:
        this.#handleSync(room, reader);
        return;
      case MessageType.awareness: {
        const update = reader.varBytes();
        reader.expectEnd();
        room.awareness.apply(this, update);
        return;
      }
      case MessageType.queryAwareness:
        if (this.#mayAsk()) room.awareness.greet(this);
        return;
      default:
        this.#handleExtension(room, type, message, reader.position);
    }
  }

  /** An answer may be a million times as long as its question. */
  #mayAsk(): boolean {
    this.#questions ??= new TokenBucket(QUESTION_RATE, performance.now());
    const may = this.#questions.take(1, performance.now());
    if (!may) this.refuse(CloseCode.tooManyRequests, 'too many questions: SyncStep1 or query awareness');
    return may;
  }

  #handleSync(room: Room, reader: ByteReader): void {
    const type = reader.varUint();
    const body = reader.varBytes();
    reader.expectEnd();
    switch (type) {
      case SyncType.step1:
        if (body.length > MAX_STATE_VECTOR) throw new MalformedError('state vector too large');
        if (this.#mayAsk()) this.#after(room, room.answer(this, body));
        return;
      case SyncType.step2:
      case SyncType.update: {
        const isAnswer = type === SyncType.step2;
        this.#applyChange(room, isAnswer, [body]);
        return;
      }
      default:
        throw new MalformedError('unknown sync message');
    }
  }

  #applyChange(room: Room, isAnswer: boolean, update: readonly Uint8Array[]): void {
    this.#after(room, room.applyChange(this, { update, isAnswer, mark: this.#saved.receive(isAnswer) }));
  }

  /** `message` has its body from `start` on. */
  #handleExtension(room: Room, type: number, message: Uint8Array, start: number): void {
    if (!this.extended) throw new MalformedError('unknown message');
    switch (type) {
      case MessageType.event:
        if (!this.#options.events.mayTell(this.#role, requireEvent(message.subarray(start)))) return;
        this.#events ??= new TokenBucket(EVENT_RATE, performance.now());
        if (this.#events.take(1, performance.now())) room.relayEvent(this, message);
        return;
      case MessageType.part: {
        this.#parts ??= new PartAssembler(this.#options.maxMessage);
        const pieces = this.#addPart(this.#parts, message.subarray(start));
        const change = pieces && changeInPieces(pieces);
        if (change) this.#applyChange(room, change.isAnswer, change.update);
        else if (pieces) this.#handle(room, Buffer.concat(pieces));
        return;
      }
      case MessageType.token:
        this.#options.onToken(readToken(message.subarray(start)));
        return;
      default:
        throw new MalformedError('unknown message');
    }
  }

  #addPart(parts: PartAssembler, body: Uint8Array): Uint8Array[] | null {
    try {
      return parts.addPiece(createDecoder(body));
    } catch (error) {
      if (error instanceof MessageTooLargeError) throw error;
      // lib0's own errors, for bytes that end early or numbers too large, have no type.
      throw new MalformedError(error instanceof Error ? error.message : 'bad part');
    }
  }
}

const readToken = (body: Uint8Array): string => {
  const reader = new ByteReader(body);
  const token = reader.varBytes();
  reader.expectEnd();
  if (token.length > MAX_TOKEN) throw new MalformedError('token too large');
  return new TextDecoder().decode(token);
};
