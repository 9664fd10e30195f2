import * as encoding from 'lib0/encoding';

const STRING_WITH_PARENT = 0x04;
const STRING_WITH_ORIGIN = 0x84;

/** What Yjs sends for one typed character behind the same client's last one, written by hand so that it costs next to nothing. */
export const typedCharacter = (client: number, clock: number, character: string): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    if (clock === 0) {
      encoding.writeUint8(encoder, STRING_WITH_PARENT);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, 'text');
    } else {
      encoding.writeUint8(encoder, STRING_WITH_ORIGIN);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock - 1);
    }
    encoding.writeVarString(encoder, character);
    encoding.writeVarUint(encoder, 0);
  });

export const awarenessOf = (client: number, clock: number, state: unknown): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  });
