import { type ComponentType, useEffect, useState } from 'react';

/**
 * A component that is loaded by itself when it is first drawn, or before. Not by React's `lazy`: a fallback that React
 * has shown stands for a third of a second, however soon the component has come.
 */
export const drawnOnceLoaded = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Fallback: ComponentType,
) => {
  let loaded: ComponentType<Props> | null = null;
  const loadOnce = async (): Promise<ComponentType<Props>> => {
    loaded = await load();
    return loaded;
  };
  const Loaded = (props: Props) => {
    const [loading] = useState(() => (loaded === null ? loadOnce() : null));
    // The same for as long as it stands there.
    const [Shown, setShown] = useState(() => loaded);
    useEffect(() => {
      loading?.then(
        (component) => setShown(() => component),
        (error: unknown) =>
          setShown(() => {
            // While it draws: for the boundary around it.
            throw error;
          }),
      );
    }, [loading]);
    return Shown === null ? <Fallback /> : <Shown {...props} />;
  };
  return { load: loadOnce, Loaded };
};
