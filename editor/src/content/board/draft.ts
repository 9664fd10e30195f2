import { EditError } from '../edits/edit-error.ts';
import { type CanvasElement, decodeElement, encodeElement, type Parts, sameValue } from './codec.ts';
import type { BoardElement, Point } from './element.ts';
import { isNumber, isRecord, isString } from './guards.ts';
import { isElementType } from './styles.ts';
import { brokenText, textSize } from './text-size.ts';

/** An element as a program brings it: what it leaves out is as on a new one. */
export type ElementDraft = Readonly<Record<string, unknown>>;

/** What is said of an element by others, or only by the canvas; a program may send it back as it was read. */
const DERIVED: ReadonlySet<string> = new Set([
  'boundElements',
  'index',
  'lastCommittedPoint',
  'seed',
  'status',
  'updated',
  'version',
  'versionNonce',
]);

const BOX = { angle: 0, width: 160, height: 100 };
const TEXT = { fontSize: 20, fontFamily: 5, lineHeight: 1.25, autoResize: true };
const SEEDS = 2 ** 31;
/** Between a shape and the words in it, the board's own pixels. */
const PADDING = 5;

/** All that a new element is made of; throws `EditError`, with `where` it is, for what the canvas couldn't show. */
export const newElement = (draft: ElementDraft, id: string, index: string, where: string): CanvasElement => {
  const { type } = draft;
  if (!isElementType(type) || type === 'iframe' || type === 'magicframe') {
    throw new EditError('invalid', `${where}: there is no element of this type. ${UNCHANGED}`);
  }
  const made = {
    ...BOX,
    seed: Math.floor(Math.random() * SEEDS),
    isDeleted: false,
    ...draft,
    ...shapeOf(type, draft, where),
  };
  return checkedElement({ ...made, id, type, index }, draft, where);
};

/** An element with changes; throws as `newElement` does. */
export const changedElement = (element: BoardElement, change: ElementDraft, where: string): CanvasElement => {
  if (change.type !== undefined && change.type !== element.type) {
    throw new EditError('invalid', `${where}: an element keeps its type, ${element.type}. ${UNCHANGED}`);
  }
  const known = Object.fromEntries(Object.entries(change).filter(([key]) => !DERIVED.has(key)));
  const shape = shapeOf(element.type, { ...element, ...forgotten(element, change), ...known }, where);
  return checkedElement({ ...element, ...known, ...shape, id: element.id }, known, where);
};

/** What followed from what is changed now, and follows anew. */
const forgotten = ({ type }: BoardElement, change: ElementDraft): ElementDraft => {
  const isText = type === 'text' && ['text', 'originalText', 'fontSize', 'lineHeight'].some((key) => key in change);
  const isLine = (type === 'line' || type === 'arrow' || type === 'freedraw') && 'points' in change;
  if (isText && 'text' in change) return { width: undefined, height: undefined, originalText: undefined };
  return isText || isLine ? { width: undefined, height: undefined } : {};
};

/** Where a text stands in a shape, as words in it do. */
export const labelIn = (shape: CanvasElement & BoardElement, words: string): ElementDraft => {
  const text = brokenText(words, Math.max(20, shape.width - 2 * PADDING), TEXT);
  const size = textSize(text, TEXT);
  return {
    type: 'text',
    text,
    originalText: words,
    ...size,
    x: shape.x + (shape.width - size.width) / 2,
    y: shape.y + (shape.height - size.height) / 2,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: shape.id,
    groupIds: shape.groupIds ?? [],
    frameId: shape.frameId ?? null,
  };
};

const UNCHANGED = 'Nothing was changed.';

/** What of an element's shape follows from the rest. */
const shapeOf = (type: BoardElement['type'], draft: ElementDraft, where: string): ElementDraft => {
  if (type === 'text') return textShape(draft, where);
  if (type === 'line' || type === 'arrow') return lineShape(type, draft, where);
  if (type === 'freedraw')
    return { pressures: draft.pressures ?? [], points: pointsOf(draft, where), width: 0, height: 0 };
  return type === 'image' ? { scale: draft.scale ?? [1, 1], crop: draft.crop ?? null } : {};
};

const textShape = (draft: ElementDraft, where: string): ElementDraft => {
  const { text: given, originalText } = draft;
  const font = { fontSize: TEXT.fontSize, lineHeight: TEXT.lineHeight, ...draft };
  const text = given ?? originalText;
  if (!isString(text, Number.POSITIVE_INFINITY) || text === '') {
    throw new EditError('invalid', `${where}.text: a text says something. ${UNCHANGED}`);
  }
  const { fontSize, lineHeight } = font;
  if (!isNumber(fontSize, 0.1, 10_000) || !isNumber(lineHeight, 0.1, 100)) {
    throw new EditError('invalid', `${where}.fontSize: not valid. ${UNCHANGED}`);
  }
  const size = textSize(text, { fontSize, lineHeight });
  return {
    ...TEXT,
    ...draft,
    text,
    originalText: originalText ?? text,
    width: draft.width ?? size.width,
    height: draft.height ?? size.height,
  };
};

const lineShape = (type: 'line' | 'arrow', draft: ElementDraft, where: string): ElementDraft => {
  const points = pointsOf(draft, where);
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    points,
    width: Math.max(...across) - Math.min(...across),
    height: Math.max(...down) - Math.min(...down),
    startBinding: bindingOf(draft.startBinding),
    endBinding: bindingOf(draft.endBinding),
    ...(type === 'arrow' && { elbowed: draft.elbowed ?? false }),
    ...(type === 'arrow' && draft.endArrowhead === undefined && { endArrowhead: 'arrow' }),
  };
};

const pointsOf = ({ points, width = BOX.width, height = 0 }: ElementDraft, where: string): readonly Point[] => {
  const list: unknown = points ?? [
    [0, 0],
    [width, height],
  ];
  const isPoint = (value: unknown): value is Point =>
    Array.isArray(value) && value.length === 2 && value.every((each) => isNumber(each, -1e7, 1e7));
  if (!Array.isArray(list) || list.length < 1 || list.length > 10_000 || !list.every(isPoint)) {
    throw new EditError('invalid', `${where}.points: pairs of numbers, from the element's own place. ${UNCHANGED}`);
  }
  return list;
};

const bindingOf = (value: unknown): unknown => (isRecord(value) ? { focus: 0, gap: 4, ...value } : (value ?? null));

/** Throws where what was given isn't what the canvas would show. */
const checkedElement = (made: Readonly<Record<string, unknown>>, given: ElementDraft, where: string): CanvasElement => {
  const element = made as CanvasElement;
  const parts: Parts | null = encodeElement(element);
  const shown = parts && (decodeElement(element.id, parts) as unknown as Readonly<Record<string, unknown>> | null);
  if (!shown) {
    throw new EditError('invalid', `${where}: its place, size or shape is nothing that a board can show. ${UNCHANGED}`);
  }
  for (const [key, value] of Object.entries(given)) {
    if (DERIVED.has(key) || value === undefined || key === 'id' || key === 'width' || key === 'height') continue;
    if (!(key in shown) && !(key === 'customData' && value === null)) {
      throw new EditError('invalid', `${where}.${key}: a ${element.type} has no such property. ${UNCHANGED}`);
    }
    // Its numbers are rounded, and what a binding leaves out is filled in.
    if (key === 'points' || key === 'pressures' || key === 'startBinding' || key === 'endBinding') continue;
    if (!sameValue(shown[key] ?? null, value))
      throw new EditError('invalid', `${where}.${key}: not valid. ${UNCHANGED}`);
  }
  return element;
};
