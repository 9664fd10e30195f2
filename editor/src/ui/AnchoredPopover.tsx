import { Popover } from 'radix-ui';
import type { ComponentProps, RefObject } from 'react';
import { PopoverLayer } from './layer.tsx';

interface AnchoredPopoverProps extends ComponentProps<typeof Popover.Content> {
  /** Where it stands: asked for whenever that may have changed. */
  readonly anchor: RefObject<{ getBoundingClientRect(): DOMRect }>;
  /** Accessible name. */
  readonly label: string;
  onClose(): void;
}

/** A card under a place in the text that has no trigger of its own; it is open for as long as it is there. */
export const AnchoredPopover = ({ anchor, label, onClose, ...content }: AnchoredPopoverProps) => (
  <Popover.Root open onOpenChange={(open) => !open && onClose()}>
    <Popover.Anchor virtualRef={anchor} />
    <PopoverLayer>
      <Popover.Content aria-label={label} side="bottom" collisionPadding={10} {...content} />
    </PopoverLayer>
  </Popover.Root>
);
