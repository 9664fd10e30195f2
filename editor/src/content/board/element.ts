/* The elements of a board, as the canvas takes them. The names are Excalidraw's, whose types these fit. */

export type Point = readonly [x: number, y: number];

export interface ElementBase {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  /** What the hand-drawn look of its outline is made from. */
  readonly seed: number;
  /** A fractional index (order.ts): where in the order from back to front. */
  readonly index: string;
  readonly isDeleted: boolean;
  readonly strokeColor: string;
  readonly backgroundColor: string;
  readonly fillStyle: string;
  readonly strokeWidth: number;
  readonly strokeStyle: string;
  readonly roundness: Roundness | null;
  readonly roughness: number;
  readonly opacity: number;
  /** From the innermost to the outermost. */
  readonly groupIds: readonly string[];
  readonly frameId: string | null;
  /** What is tied to it; never stored, since it follows from what the others say of themselves (ties.ts). */
  readonly boundElements: readonly BoundElement[];
  readonly link: string | null;
  readonly locked: boolean;
  readonly customData?: Readonly<Record<string, unknown>> | undefined;
}

export interface Roundness {
  readonly type: number;
  readonly value?: number;
}

export interface BoundElement {
  readonly id: string;
  readonly type: 'arrow' | 'text';
}

export interface Binding {
  readonly elementId: string;
  readonly focus: number;
  readonly gap: number;
  readonly fixedPoint?: Point;
}

export interface ShapeElement extends ElementBase {
  readonly type: 'rectangle' | 'diamond' | 'ellipse' | 'embeddable' | 'iframe';
}

export interface FrameElement extends ElementBase {
  readonly type: 'frame' | 'magicframe';
  readonly name: string | null;
}

export interface ImageElement extends ElementBase {
  readonly type: 'image';
  readonly fileId: string | null;
  /** Whether the bytes were had is this browser's own affair; here it is always `saved`. */
  readonly status: 'saved';
  readonly scale: Point;
  readonly crop: Crop | null;
}

export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly naturalWidth: number;
  readonly naturalHeight: number;
}

export interface TextElement extends ElementBase {
  readonly type: 'text';
  /** As it is broken into lines; `originalText` is as it was typed. */
  readonly text: string;
  readonly originalText: string;
  readonly fontSize: number;
  readonly fontFamily: number;
  readonly lineHeight: number;
  readonly autoResize: boolean;
  readonly textAlign: string;
  readonly verticalAlign: string;
  readonly containerId: string | null;
}

interface LinearBase extends ElementBase {
  /** From the element's own place. */
  readonly points: readonly Point[];
  readonly startBinding: Binding | null;
  readonly endBinding: Binding | null;
  readonly startArrowhead: string | null;
  readonly endArrowhead: string | null;
  readonly lastCommittedPoint: null;
}

export interface LineElement extends LinearBase {
  readonly type: 'line';
}

export interface ArrowElement extends LinearBase {
  readonly type: 'arrow';
  readonly elbowed: boolean;
  readonly fixedSegments?: readonly FixedSegment[] | null;
  readonly startIsSpecial?: boolean | null;
  readonly endIsSpecial?: boolean | null;
}

export interface FixedSegment {
  readonly start: Point;
  readonly end: Point;
  readonly index: number;
}

export interface FreedrawElement extends ElementBase {
  readonly type: 'freedraw';
  readonly points: readonly Point[];
  readonly pressures: readonly number[];
  readonly simulatePressure: boolean;
  readonly lastCommittedPoint: Point | null;
}

export type BoardElement =
  | ShapeElement
  | FrameElement
  | ImageElement
  | TextElement
  | LineElement
  | ArrowElement
  | FreedrawElement;

export type ElementType = BoardElement['type'];

/** What the canvas has beside, which is each browser's own and never stored. */
export interface Versioned {
  readonly version: number;
  readonly versionNonce: number;
  readonly updated: number;
}
