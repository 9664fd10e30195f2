import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  /** Without a tooltip, where one would be in the way. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}

export const IconButton = ({ label, keys, bare, className, type = 'button', children, ...rest }: IconButtonProps) => {
  const button = (
    <button type={type} aria-label={label} className={cx(styles.iconButton, className)} {...rest}>
      {children}
    </button>
  );
  if (bare) return button;
  return (
    <Tooltip label={label} keys={keys}>
      {button}
    </Tooltip>
  );
};
