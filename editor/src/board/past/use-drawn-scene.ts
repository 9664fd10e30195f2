import { useEffect, useMemo, useState } from 'react';
import type { Uploads } from '../../client/index.ts';
import { type DrawnScene, drawScene, picturesOf } from './draw-scene.ts';
import { sceneOf, withGone } from './scene.ts';

interface DrawnSceneInput {
  readonly state: Uint8Array;
  /** The older state, of which elements named in `gone` are shown too. */
  readonly older: Uint8Array | null;
  readonly gone: ReadonlySet<string>;
  readonly uploads: Uploads | null;
  readonly dark: boolean;
}

/** A drawn scene with the address of its picture. */
export interface ShownScene extends DrawnScene {
  readonly address: string;
}

type Drawn = { readonly at: 'drawing' } | { readonly at: 'empty' } | ({ readonly at: 'drawn' } & ShownScene);

/** A picture of a state of a board; throws where it can't be drawn. */
export const useDrawnScene = ({ state, older, gone, uploads, dark }: DrawnSceneInput): Drawn => {
  const scenes = useMemo(() => [sceneOf(state), ...(older === null ? [] : [sceneOf(older)])] as const, [state, older]);
  const [drawn, setDrawn] = useState<Drawn>({ at: 'drawing' });
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    const [scene, before] = scenes;
    const elements = before === undefined ? scene.elements : withGone(scene, before, gone);
    let address: string | null = null;
    let current = true;
    const draw = async (): Promise<void> => {
      const files = await picturesOf(scenes, elements, uploads);
      const picture = await drawScene(elements, { files, dark });
      if (!current) return;
      address = URL.createObjectURL(picture.svg);
      setDrawn({ at: 'drawn', ...picture, address });
    };
    if (elements.length === 0) setDrawn({ at: 'empty' });
    else void draw().catch((error: unknown) => current && setFailure(error));
    return () => {
      current = false;
      if (address !== null) URL.revokeObjectURL(address);
    };
  }, [scenes, gone, uploads, dark]);

  if (failure !== null) throw failure;
  return drawn;
};
