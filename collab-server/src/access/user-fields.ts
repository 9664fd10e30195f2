import { isColor } from '@cowrite/editor/protocol';
import { z } from 'zod';

/** What a `User` consists of, wherever somebody else says who it is: a token, or the answer of an `authorize`. */
export const userFields = {
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  color: z.string().refine(isColor, 'is a colour as #rrggbb'),
  picture: z.url({ protocol: /^https?$/, error: 'is an address that begins with https:// or http://' }).max(2000),
};
