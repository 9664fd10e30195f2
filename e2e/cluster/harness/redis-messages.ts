interface Message {
  readonly bytes: Buffer;
  /** It is one that somebody published, and not the answer to a command. */
  readonly isPublished: boolean;
}

/** Cuts what Redis sends (RESP 2 or 3) into whole replies; `left` is the beginning of one. */
export const splitMessages = (bytes: Buffer): { messages: Message[]; left: Buffer } => {
  const messages: Message[] = [];
  let at = 0;
  for (;;) {
    const end = endOfReply(bytes, at);
    if (end === null) return { messages, left: bytes.subarray(at) };
    const reply = bytes.subarray(at, end);
    messages.push({ bytes: reply, isPublished: /^[*>]3\r\n\$7\r\nmessage\r\n/.test(reply.toString('latin1', 0, 24)) });
    at = end;
  }
};

/** Null where it isn't whole. */
const endOfReply = (bytes: Buffer, start: number): number | null => {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd < 0) return null;
  const type = String.fromCharCode(bytes[start] ?? 0);
  const count = Number(bytes.toString('latin1', start + 1, lineEnd));
  let at = lineEnd + 2;
  if (type === '$' || type === '=' || type === '!') {
    if (count >= 0) at += count + 2;
    return at <= bytes.length ? at : null;
  }
  const parts = type === '%' || type === '|' ? count * 2 : '*>~'.includes(type) ? count : 0;
  for (let left = parts; left > 0; left--) {
    const end = endOfReply(bytes, at);
    if (end === null) return null;
    at = end;
  }
  return at;
};
