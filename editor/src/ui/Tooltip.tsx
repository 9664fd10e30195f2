import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { TooltipLayer } from './layer.tsx';
import styles from './Tooltip.module.css';

interface TooltipProps {
  readonly label: string;
  /** Keys as they are printed on the keyboard, e.g. `Ctrl+B`. */
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One element that takes a ref and pointer events. */
  readonly children: ReactElement;
}

/** Says what its control does. The control keeps its own accessible name: a tooltip never shows on touch. */
export const Tooltip = ({ label, keys, side = 'bottom', children }: TooltipProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <TooltipLayer>
      <Radix.Content className={styles.tooltip} side={side} sideOffset={6} collisionPadding={8}>
        {label}
        {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
      </Radix.Content>
    </TooltipLayer>
  </Radix.Root>
);

export const TooltipProvider = Radix.Provider;
