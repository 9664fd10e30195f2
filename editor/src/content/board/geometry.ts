import type {
  ArrowElement,
  Binding,
  Crop,
  ElementType,
  FixedSegment,
  ImageElement,
  LineElement,
  Point,
} from './element.ts';
import { isBoolean, isCoordinate, isId, isList, isNumber, isSize } from './guards.ts';

/* The bundle `g`: where an element is and what shape it has. It changes as one, so that no two moves ever mix. */

const MOST_POINTS = 10_000;
const MOST_CORNERS = 1000;

/** A list of numbers, two a point. */
export const flat = (points: readonly Point[]): number[] => points.flat();

/** Null where it isn't such a list. */
export const pointsOf = (value: unknown, most = MOST_POINTS): Point[] | null => {
  if (!isList(value, 2 * most) || value.length % 2 !== 0) return null;
  const points: Point[] = [];
  for (let at = 0; at < value.length; at += 2) {
    const [x, y] = [value[at], value[at + 1]];
    if (!isCoordinate(x) || !isCoordinate(y)) return null;
    points.push([x, y]);
  }
  return points;
};

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

interface Box extends Placed {
  readonly width: number;
  readonly height: number;
}

const MOST_TURNS = 1000;
const isAngle = (value: unknown): value is number => isNumber(value, -MOST_TURNS, MOST_TURNS);

export const encodePlace = ({ x, y, angle }: Placed): unknown[] => [x, y, angle];

export const decodePlace = (value: unknown): Placed | null => {
  if (!isList(value, 3)) return null;
  const [x, y, angle] = value;
  return isCoordinate(x) && isCoordinate(y) && isAngle(angle) ? { x, y, angle } : null;
};

const encodeBox = ({ x, y, width, height, angle }: Box): unknown[] => [x, y, width, height, angle];

const decodeBox = ([x, y, width, height, angle]: readonly unknown[]): Box | null =>
  isCoordinate(x) && isCoordinate(y) && isSize(width) && isSize(height) && isAngle(angle)
    ? { x, y, width, height, angle }
    : null;

type Linear = LineElement | ArrowElement;
type ImageShape = Box & Pick<ImageElement, 'scale' | 'crop'>;
type LinearShape = Box &
  Pick<Linear, 'points' | 'startBinding' | 'endBinding'> &
  Partial<Pick<ArrowElement, 'elbowed' | 'fixedSegments' | 'startIsSpecial' | 'endIsSpecial'>>;

const encodeImage = ({ scale: [across, down], crop, ...box }: ImageShape): unknown[] => {
  if (across === 1 && down === 1 && crop === null) return encodeBox(box);
  return [...encodeBox(box), across, down, crop && CROP.map((key) => crop[key])];
};

const CROP: readonly (keyof Crop)[] = ['x', 'y', 'width', 'height', 'naturalWidth', 'naturalHeight'];

const decodeImage = (box: Box, [across = 1, down = 1, crop = null]: readonly unknown[]): ImageShape | null => {
  if (!isNumber(across, -1, 1) || !isNumber(down, -1, 1) || across === 0 || down === 0) return null;
  const scale: Point = [across, down];
  if (crop === null) return { ...box, scale, crop };
  if (!isList(crop, CROP.length) || crop.length < CROP.length || !crop.every(isSize)) return null;
  const [x = 0, y = 0, width = 0, height = 0, naturalWidth = 0, naturalHeight = 0] = crop;
  if (width <= 0 || height <= 0 || naturalWidth <= 0 || naturalHeight <= 0) return null;
  return { ...box, scale, crop: { x, y, width, height, naturalWidth, naturalHeight } };
};

const encodeLinear = (element: LinearShape): unknown[] => {
  const { points, startBinding, endBinding, elbowed } = element;
  const bundle = [...encodeBox(element), flat(points), encodeBinding(startBinding), encodeBinding(endBinding)];
  if (elbowed) bundle.push(encodeElbow(element));
  return bundle;
};

const encodeElbow = ({ fixedSegments, startIsSpecial, endIsSpecial }: LinearShape): unknown[] => [
  fixedSegments?.map(({ start, end, index }) => [...start, ...end, index]) ?? null,
  startIsSpecial ?? null,
  endIsSpecial ?? null,
];

const decodeLinear = (type: ElementType, box: Box, rest: readonly unknown[]): LinearShape | null => {
  const [corners, start = null, end = null, elbow] = rest;
  const points = pointsOf(corners);
  const startBinding = decodeBinding(start);
  const endBinding = decodeBinding(end);
  if (points === null || points.length < 2 || startBinding === undefined || endBinding === undefined) return null;
  const shape = { ...box, points, startBinding, endBinding };
  if (type === 'line') return elbow === undefined ? shape : null;
  if (elbow === undefined) return { ...shape, elbowed: false };
  return decodeElbow(shape, elbow);
};

const decodeElbow = (shape: LinearShape, elbow: unknown): LinearShape | null => {
  if (!isList(elbow, 3) || shape.points.length > MOST_CORNERS) return null;
  const [segments = null, startIsSpecial = null, endIsSpecial = null] = elbow;
  const fixedSegments = decodeSegments(segments, shape.points.length);
  if (fixedSegments === undefined || !isFlag(startIsSpecial) || !isFlag(endIsSpecial)) return null;
  // Such an arrow goes to a fixed place of what it is bound to: without one the canvas throws.
  if ([shape.startBinding, shape.endBinding].some((binding) => binding !== null && !binding.fixedPoint)) return null;
  return { ...shape, elbowed: true, fixedSegments, startIsSpecial, endIsSpecial };
};

const isFlag = (value: unknown): value is boolean | null => value === null || isBoolean(value);

/** Undefined for what is none. */
const decodeSegments = (value: unknown, corners: number): FixedSegment[] | null | undefined => {
  if (value === null) return null;
  if (!isList(value, MOST_CORNERS)) return undefined;
  const segments: FixedSegment[] = [];
  for (const each of value) {
    if (!isList(each, 5) || each.length < 5 || !each.every(isCoordinate)) return undefined;
    const [fromX = 0, fromY = 0, toX = 0, toY = 0, index = 0] = each;
    if (!Number.isInteger(index) || index < 1 || index >= corners) return undefined;
    segments.push({ start: [fromX, fromY], end: [toX, toY], index });
  }
  return segments;
};

const encodeBinding = (binding: Binding | null): unknown =>
  binding && [binding.elementId, binding.focus, binding.gap, ...(binding.fixedPoint ?? [])];

/** Undefined for what is none. */
const decodeBinding = (value: unknown): Binding | null | undefined => {
  if (value === null) return null;
  if (!isList(value, 5)) return undefined;
  const [elementId, focus, gap, across, down] = value;
  if (!isId(elementId) || !isCoordinate(focus) || !isCoordinate(gap)) return undefined;
  if (across === undefined) return { elementId, focus, gap };
  if (!isCoordinate(across) || !isCoordinate(down)) return undefined;
  return { elementId, focus, gap, fixedPoint: [across, down] };
};

/** For all types but `text` and `freedraw`, whose size follows from the rest. */
export const encodeGeometry = (element: Box & { readonly type: ElementType }): unknown[] => {
  if (element.type === 'image') return encodeImage(element as unknown as ImageShape);
  if (element.type === 'line' || element.type === 'arrow') return encodeLinear(element as unknown as LinearShape);
  return encodeBox(element);
};

/** Null where it is none. */
export const decodeGeometry = (type: ElementType, value: unknown): Box | ImageShape | LinearShape | null => {
  if (!isList(value, 9)) return null;
  const box = decodeBox(value);
  const rest = value.slice(5);
  if (box === null) return null;
  if (type === 'image') return decodeImage(box, rest);
  if (type === 'line' || type === 'arrow') return decodeLinear(type, box, rest);
  return rest.length === 0 ? box : null;
};
