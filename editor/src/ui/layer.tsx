import { Dialog, DropdownMenu, Popover, Tooltip } from 'radix-ui';
import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

const LayerContext = createContext<HTMLElement | null>(null);

/** Has all that floats stand in this element: an embedded editor's own, where its styles and theme reach. */
export const LayerProvider = LayerContext;

/** The element that an embedded editor has for what floats; null where the page is ours. */
export const useOwnLayer = (): HTMLElement | null => useContext(LayerContext);

/** Where what floats over the page stands: the end of the page, unless the editor is embedded in one that isn't ours. */
export const useLayer = (): HTMLElement => useOwnLayer() ?? document.body;

interface LayerProps {
  readonly children: ReactNode;
}

/** Over everything else. Each kind of card has its own, for they wait for their animations. */
export const Layer = ({ children }: LayerProps) => createPortal(children, useLayer());

export const MenuLayer = ({ children }: LayerProps) => (
  <DropdownMenu.Portal container={useLayer()}>{children}</DropdownMenu.Portal>
);

export const PopoverLayer = ({ children }: LayerProps) => (
  <Popover.Portal container={useLayer()}>{children}</Popover.Portal>
);

export const TooltipLayer = ({ children }: LayerProps) => (
  <Tooltip.Portal container={useLayer()}>{children}</Tooltip.Portal>
);

export const DialogLayer = ({ children }: LayerProps) => (
  <Dialog.Portal container={useLayer()}>{children}</Dialog.Portal>
);
