import { type ComponentType, lazy, useState } from 'react';

/**
 * A component that is loaded by itself, as React's `lazy` has it, save that one that has come already is drawn at once:
 * a fallback that React has shown stands for a third of a second, however short the wait.
 */
export const drawnOnceLoaded = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let loaded: ComponentType<Props> | null = null;
  const loadOnce = async (): Promise<ComponentType<Props>> => {
    loaded = await load();
    return loaded;
  };
  const Lazy = lazy(async () => ({ default: await loadOnce() })) as unknown as ComponentType<Props>;
  const Loaded = (props: Props) => {
    // The same for as long as it stands there.
    const [Shown] = useState(() => loaded ?? Lazy);
    return <Shown {...props} />;
  };
  return { load: loadOnce, Loaded };
};
