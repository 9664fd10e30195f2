import styles from './Wordmark.module.css';

export const Wordmark = () => (
  <span className={styles.wordmark}>
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8.5" className={styles.plate} />
      <path d="M9 10.5h14M9 16h9" className={styles.lines} />
      <path d="M9 21.5h5" className={styles.faint} />
      <path d="M21.5 13.5v11" className={styles.caret} />
    </svg>
    cowrite
  </span>
);
