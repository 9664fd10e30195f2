import styles from './Skeleton.module.css';

interface SkeletonProps {
  /** CSS lengths. */
  readonly width?: string;
  readonly height?: string;
}

/** The shape of what is being loaded. Silent: whoever shows it says that it loads. */
export const Skeleton = ({ width = '100%', height = '1em' }: SkeletonProps) => (
  <span aria-hidden className={styles.skeleton} style={{ width, height }} />
);
