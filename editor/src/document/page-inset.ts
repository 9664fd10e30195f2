const BAR = 52;
const TOOLBAR = 44;
const PHONE_TOOLBAR = 48;
const GAP = 8;

/** How much of the view bars cover, and a gap, pixels: what floats over the text keeps clear of it. */
export const pageInset = (): { top: number; right: number; bottom: number; left: number } => {
  const isPhone = matchMedia('(max-width: 640px)').matches;
  return {
    top: BAR + (isPhone ? 0 : TOOLBAR) + GAP,
    right: GAP,
    bottom: (isPhone ? PHONE_TOOLBAR : 0) + GAP,
    left: GAP,
  };
};
