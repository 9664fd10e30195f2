import type { CanvasElement } from './codec.ts';
import type { ElementType } from './element.ts';

const BASE = {
  x: 10,
  y: -20.5,
  width: 120,
  height: 60,
  angle: 0.25,
  seed: 7,
  index: 'a1',
  isDeleted: false,
  strokeColor: '#e03131',
  backgroundColor: 'transparent',
  fillStyle: 'hachure',
  strokeWidth: 4,
  strokeStyle: 'dashed',
  roundness: { type: 3 },
  roughness: 2,
  opacity: 60,
  groupIds: ['inner', 'outer'],
  frameId: null,
  boundElements: [],
  link: 'https://example.org/',
  locked: true,
  version: 3,
  versionNonce: 99,
  updated: 1,
};

const LINEAR = {
  points: [
    [0, 0],
    [50, 20],
    [120, 60],
  ],
  lastCommittedPoint: null,
  startArrowhead: 'dot',
  endArrowhead: 'arrow',
  startBinding: null,
  endBinding: null,
};

const OWN: Readonly<Record<ElementType, object>> = {
  rectangle: { customData: { note: ['x', 1] } },
  diamond: {},
  ellipse: {},
  embeddable: {},
  iframe: {},
  frame: { name: 'Plan' },
  magicframe: { name: null },
  image: {
    fileId: 'f1',
    status: 'saved',
    scale: [-1, 1],
    crop: { x: 1, y: 2, width: 30, height: 40, naturalWidth: 100, naturalHeight: 90 },
  },
  text: {
    text: 'two\nlines',
    originalText: 'two lines',
    fontSize: 28,
    fontFamily: 6,
    lineHeight: 1.25,
    autoResize: false,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: null,
  },
  line: { ...LINEAR, endArrowhead: null },
  arrow: {
    ...LINEAR,
    elbowed: true,
    startBinding: { elementId: 'a', focus: 0.5, gap: 4, fixedPoint: [0.5, 1] },
    fixedSegments: [{ start: [0, 0], end: [50, 0], index: 1 }],
    startIsSpecial: false,
    endIsSpecial: null,
  },
  freedraw: {
    width: 3,
    height: 4,
    points: [
      [0, 0],
      [1.5, -1],
      [3, 3],
    ],
    pressures: [0.25, 0.5, 0.75],
    simulatePressure: false,
    lastCommittedPoint: [3, 3],
  },
};

/** An element of this type with hardly a property at its default. */
export const elementOf = (type: ElementType, changes: object = {}): CanvasElement =>
  structuredClone({ ...BASE, id: `a ${type}`, type, ...OWN[type], ...changes }) as unknown as CanvasElement;

export const ELEMENT_TYPES = Object.keys(OWN) as readonly ElementType[];
