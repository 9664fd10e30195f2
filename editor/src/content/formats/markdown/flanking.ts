import type { PhrasingContent } from 'mdast';
import { classifyCharacter } from 'micromark-util-classify-character';

/** What a mark such as `**` stands beside. */
type Side = 'space' | 'punctuation' | 'word';

const FIRST: Readonly<Record<string, string>> = {
  break: '\\',
  inlineCode: '`',
  inlineMath: '$',
  html: '<',
  image: '!',
  link: '[',
  footnoteReference: '[',
};
const LAST: Readonly<Record<string, string>> = {
  break: '\n',
  inlineCode: '`',
  inlineMath: '$',
  html: '>',
  image: ')',
  link: ')',
  footnoteReference: ']',
};

export function firstSide(nodes: readonly PhrasingContent[], around: Side): Side {
  const node = nodes[0];
  if (node === undefined) return around;
  return node.type === 'text' ? sideOf([...node.value.slice(0, 2)][0] ?? '') : sideOf(FIRST[node.type] ?? '*');
}

export function lastSide(nodes: readonly PhrasingContent[], around: Side): Side {
  const node = nodes.at(-1);
  if (node === undefined) return around;
  return node.type === 'text' ? sideOf([...node.value.slice(-2)].at(-1) ?? '') : sideOf(LAST[node.type] ?? '*');
}

function sideOf(character: string): Side {
  const kind = classifyCharacter(character === '' ? null : (character.codePointAt(0) ?? null));
  if (kind === undefined) return 'word';
  return kind === 1 ? 'space' : 'punctuation';
}

/**
 * Whether a mark around words is read as one, by CommonMark's rule of flanking: it doesn't look at a space, and where it
 * looks at punctuation it doesn't have a letter at its back.
 */
export function isRead(outside: Side, inside: Side): boolean {
  return inside !== 'space' && (inside !== 'punctuation' || outside !== 'word');
}
