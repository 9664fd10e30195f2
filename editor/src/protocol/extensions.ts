import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { isRole, MessageType, type Role } from './messages.ts';

/** A message, whole, as one WebSocket frame carries it. */
export type Message = Uint8Array<ArrayBuffer>;

export interface EventMessage {
  readonly name: string;
  /** JSON text. */
  readonly data: string;
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

export const encodeEvent = ({ name, data }: EventMessage): Message =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.event);
    encoding.writeVarString(encoder, name);
    encoding.writeVarString(encoder, data);
  }) as Message;

export const decodeEvent = (decoder: decoding.Decoder): EventMessage => ({
  name: decoding.readVarString(decoder),
  data: decoding.readVarString(decoder),
});

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
