import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** How far beside a line still is on it, pixels of the screen. */
const NEAR = 10;

/**
 * What is meant by pressing on this spot of the board: the frontmost element there with what it is grouped with, or the
 * shape around a text; empty where there is nothing. A frame is meant only where nothing in it is.
 */
export const elementsAt = (elements: readonly ExcalidrawElement[], spot: Spot, zoom: number): readonly string[] => {
  const hits = elements.filter((element) => !element.isDeleted && isOn(element, spot, NEAR / zoom));
  const hit = hits.findLast(({ type }) => type !== 'frame' && type !== 'magicframe') ?? hits.at(-1);
  if (hit === undefined) return [];
  const group = hit.groupIds.at(-1);
  if (group !== undefined) {
    return elements.filter((each) => !each.isDeleted && each.groupIds.includes(group)).map(({ id }) => id);
  }
  return [hit.type === 'text' && hit.containerId !== null ? hit.containerId : hit.id];
};

const isOn = (element: ExcalidrawElement, spot: Spot, near: number): boolean => {
  const { x, y, width, height, angle } = element;
  const middle = { x: x + width / 2, y: y + height / 2 };
  // The spot as it lies beside the element when that isn't turned.
  const [cos, sin] = [Math.cos(-angle), Math.sin(-angle)];
  const [dx, dy] = [spot.x - middle.x, spot.y - middle.y];
  const at = { x: middle.x + dx * cos - dy * sin, y: middle.y + dx * sin + dy * cos };
  if (element.type === 'line' || element.type === 'arrow' || element.type === 'freedraw') {
    const points = element.points.map(([px, py]) => ({ x: x + px, y: y + py }));
    return points.some((point, index) => distance(at, points[Math.max(0, index - 1)] ?? point, point) <= near);
  }
  const isBeside = at.x < x - near / 2 || at.x > x + width + near / 2;
  return !isBeside && at.y >= y - near / 2 && at.y <= y + height + near / 2;
};

/** From a spot to a straight line between two others. */
const distance = (spot: Spot, from: Spot, to: Spot): number => {
  const [lx, ly] = [to.x - from.x, to.y - from.y];
  const length = lx * lx + ly * ly;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((spot.x - from.x) * lx + (spot.y - from.y) * ly) / length));
  return Math.hypot(spot.x - from.x - along * lx, spot.y - from.y - along * ly);
};
