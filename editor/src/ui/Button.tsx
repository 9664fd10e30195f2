import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'primary' | 'plain' | 'quiet';
}

export const Button = ({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) => (
  <button type={type} className={cx(styles.button, styles[look], className)} {...rest} />
);
