import { isSafeAddress } from '../link-address.ts';
import type { ElementBase, ElementType, Roundness } from './element.ts';
import { isBoolean, isId, isList, isNumber, isRecord, isString } from './guards.ts';

/**
 * A property that has a key of its own in the document. Where it is missing there, or nothing that the canvas could
 * show, the element has the default: a shape in the wrong colour is better than none.
 */
interface Property<T> {
  readonly initial: T;
  /** Undefined for what is none. */
  read(value: unknown): T | undefined;
}

const property = <T>(initial: T, isValid: (value: unknown) => value is T): Property<T> => ({
  initial,
  read: (value) => (isValid(value) ? value : undefined),
});

const oneOf = <T extends string | null>(initial: T, ...others: T[]): Property<T> => {
  const known = new Set<unknown>([initial, ...others]);
  return property(initial, (value): value is T => known.has(value));
};

const number = (initial: number, least: number, most: number): Property<number> =>
  property(initial, (value): value is number => isNumber(value, least, most));

const nullable =
  <T>(isValid: (value: unknown) => value is T) =>
  (value: unknown): value is T | null =>
    value === null || isValid(value);

const COLOR = /^[#\w(),.%\s/-]{1,64}$/;
const color = (initial: string): Property<string> =>
  property(initial, (value): value is string => typeof value === 'string' && COLOR.test(value));

const MOST_GROUPS = 100;
const groups = property<readonly string[]>(
  [],
  (value): value is readonly string[] => isList(value, MOST_GROUPS) && value.every(isId),
);

const LONGEST_LINK = 4096;
const ROUNDNESS_KINDS = 3;
const MOST_CUSTOM_DATA = 64 * 1024;

const roundness: Property<Roundness | null> = {
  initial: null,
  read(value) {
    if (value === null) return null;
    if (!isList(value, 2)) return undefined;
    const [type, radius] = value;
    if (!isNumber(type, 1, ROUNDNESS_KINDS) || !Number.isInteger(type)) return undefined;
    return isNumber(radius, 0, 1e4) ? { type, value: radius } : { type };
  },
};

/** Whatever JSON somebody's tool keeps with an element; null where there is none. */
const customData: Property<Readonly<Record<string, unknown>> | null> = {
  initial: null,
  read(value) {
    if (!isRecord(value)) return value === null ? null : undefined;
    try {
      const json = JSON.stringify(value);
      const copy: unknown = json.length <= MOST_CUSTOM_DATA ? JSON.parse(json) : undefined;
      // A list of Yjs is an object, and a list as JSON.
      return isRecord(copy) ? copy : undefined;
    } catch {
      // A number that JSON has no word for.
      return undefined;
    }
  },
};

const link: Property<string | null> = property(
  null,
  nullable((value): value is string => isString(value, LONGEST_LINK) && isFollowed(value)),
);

/** An address, or the place of another element on this board. */
const isFollowed = (value: string): boolean => isSafeAddress(value) || /^\/?[?#][\w=&%-]*$/.test(value);

type Styles = Omit<
  ElementBase,
  'id' | 'x' | 'y' | 'width' | 'height' | 'angle' | 'seed' | 'index' | 'boundElements' | 'customData'
> & { readonly customData: Readonly<Record<string, unknown>> | null };

const COMMON: { readonly [K in keyof Styles]: Property<Styles[K]> } = {
  isDeleted: property(false, isBoolean),
  strokeColor: color('#1e1e1e'),
  backgroundColor: color('transparent'),
  fillStyle: oneOf<string>('solid', 'hachure', 'cross-hatch', 'zigzag'),
  strokeWidth: number(2, 0.25, 1000),
  strokeStyle: oneOf<string>('solid', 'dashed', 'dotted'),
  roundness,
  roughness: number(1, 0, 10),
  opacity: number(100, 0, 100),
  groupIds: groups,
  frameId: property(null, nullable(isId)),
  link,
  locked: property(false, isBoolean),
  customData,
};

const ARROWHEADS = [
  'arrow',
  'bar',
  'dot',
  'circle',
  'circle_outline',
  'triangle',
  'triangle_outline',
  'diamond',
  'diamond_outline',
  'crowfoot_one',
  'crowfoot_many',
  'crowfoot_one_or_many',
];
const arrowhead = oneOf<string | null>(null, ...ARROWHEADS);
const LONGEST_NAME = 1000;
const frame = {
  name: property(
    null,
    nullable((value): value is string => isString(value, LONGEST_NAME)),
  ),
};
const linear = { startArrowhead: arrowhead, endArrowhead: arrowhead };

const OWN: Readonly<Partial<Record<ElementType, Readonly<Record<string, Property<unknown>>>>>> = {
  frame,
  magicframe: frame,
  image: { fileId: property(null, nullable(isId)) },
  line: linear,
  arrow: linear,
  text: {
    textAlign: oneOf<string>('left', 'center', 'right'),
    verticalAlign: oneOf<string>('top', 'middle', 'bottom'),
    containerId: property(null, nullable(isId)),
  },
  freedraw: { simulatePressure: property(true, isBoolean) },
};

/** The properties with keys of their own that an element of this type has. */
export const propertiesOf = (type: ElementType): Properties => PROPERTIES[type];

const TYPES: readonly ElementType[] = [
  'rectangle',
  'diamond',
  'ellipse',
  'embeddable',
  'iframe',
  'frame',
  'magicframe',
  'image',
  'text',
  'line',
  'arrow',
  'freedraw',
];

type Properties = readonly (readonly [key: string, property: Property<unknown>])[];

const PROPERTIES = Object.fromEntries(
  TYPES.map((type): [ElementType, Properties] => [
    type,
    Object.entries<Property<unknown>>({ ...COMMON, ...OWN[type] }),
  ]),
) as Record<ElementType, Properties>;

export const isElementType = (value: unknown): value is ElementType => TYPES.includes(value as ElementType);
