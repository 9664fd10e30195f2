import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from '../ui/IconButton.module.css';
import { Tooltip } from '../ui/Tooltip.tsx';

interface IconLinkProps {
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly href: string;
  readonly children: ReactNode;
}

export const IconLink = ({ label, href, children }: IconLinkProps) => (
  <Tooltip label={label}>
    <Link href={href} aria-label={label} className={styles.iconButton}>
      {children}
    </Link>
  </Tooltip>
);
