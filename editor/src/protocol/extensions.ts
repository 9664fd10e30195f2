import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { isRole, MessageType, type Role } from './messages.ts';

/** A message, whole, as one WebSocket frame carries it. */
export type Message = Uint8Array<ArrayBuffer>;

/** Who sent an event, by the server's word. */
export interface EventSender {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`; null where none is known. */
  readonly color: string | null;
  readonly picture: string | null;
}

export interface EventMessage {
  readonly name: string;
  /** JSON text. */
  readonly data: string;
  /** From the server alone; left out where nobody is told apart, and of what the server itself tells. */
  readonly from?: EventSender;
}

export const encodeSaved = (count: number): Message =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.saved);
    encoding.writeVarUint(encoder, count);
  }) as Message;

/** Every `decode…` reads from behind the message's type. */
export const decodeSaved = (decoder: decoding.Decoder): number => decoding.readVarUint(decoder);

export const encodeRole = (role: Role): Message =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.role);
    encoding.writeVarString(encoder, role);
  }) as Message;

export const decodeRole = (decoder: decoding.Decoder): Role => {
  const role = decoding.readVarString(decoder);
  if (!isRole(role)) throw new RangeError(`unknown role ${role}`);
  return role;
};

export const encodeEvent = ({ name, data, from }: EventMessage): Message =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.event);
    encoding.writeVarString(encoder, name);
    encoding.writeVarString(encoder, data);
    if (from) encoding.writeVarString(encoder, JSON.stringify(from));
  }) as Message;

export const decodeEvent = (decoder: decoding.Decoder): EventMessage => {
  const [name, data] = [decoding.readVarString(decoder), decoding.readVarString(decoder)];
  if (!decoding.hasContent(decoder)) return { name, data };
  return { name, data, from: JSON.parse(decoding.readVarString(decoder)) as EventSender };
};

/** What stands behind an event that is passed on, for who sent it. */
export const encodeSender = (from: EventSender): Uint8Array =>
  encoding.encode((encoder) => encoding.writeVarString(encoder, JSON.stringify(from)));

/** The server's request for a fresh token. */
export const encodeTokenRequest = (): Message =>
  encoding.encode((encoder) => encoding.writeVarUint(encoder, MessageType.token)) as Message;

/** The client's answer. */
export const encodeToken = (token: string): Message =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.token);
    encoding.writeVarString(encoder, token);
  }) as Message;

export const decodeToken = (decoder: decoding.Decoder): string => decoding.readVarString(decoder);
