import type { IncomingMessage } from 'node:http';

/** How Node writes an IPv4 address that came in on an IPv6 socket. */
const MAPPED = '::ffff:';

/** The address at the other end of a socket, written as people do. */
export const peerAddress = ({ remoteAddress = '' }: { remoteAddress?: string | undefined }): string =>
  remoteAddress.startsWith(MAPPED) ? remoteAddress.slice(MAPPED.length) : remoteAddress;

/**
 * Who made a request. X-Forwarded-For is believed from the named proxies alone, and there the last address that isn't
 * one of them: what stands before it was written by the client.
 */
export const clientAddress = (request: IncomingMessage, proxies: ReadonlySet<string>): string => {
  const peer = peerAddress(request.socket);
  if (!proxies.has(peer)) return peer;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  return forwarded.map((each) => each.trim()).findLast((each) => each !== '' && !proxies.has(each)) ?? peer;
};
