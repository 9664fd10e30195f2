import styles from './TogetherPicture.module.css';

/** Two people's cursors in one page. */
export const TogetherPicture = () => (
  <svg className={styles.picture} viewBox="0 0 260 150" width="260" height="150" aria-hidden="true">
    <rect x="50" y="10" width="160" height="150" rx="12" className={styles.paper} />
    <rect x="72" y="34" width="74" height="10" rx="5" className={styles.title} />
    <rect x="72" y="60" width="116" height="6" rx="3" className={styles.line} />
    <rect x="72" y="76" width="58" height="6" rx="3" className={styles.line} />
    <rect x="72" y="100" width="104" height="6" rx="3" className={styles.line} />
    <rect x="72" y="116" width="86" height="6" rx="3" className={styles.line} />
    <g className={styles.first}>
      <rect x="133" y="69" width="2.5" height="20" rx="1" fill="#7c3aed" />
      <rect x="133" y="54" width="46" height="17" rx="5" fill="#7c3aed" />
      <rect x="141" y="60.5" width="30" height="4" rx="2" fill="#fff" opacity="0.9" />
    </g>
    <g className={styles.second}>
      <rect x="160" y="109" width="2.5" height="20" rx="1" fill="#c2410c" />
      <rect x="160" y="94" width="38" height="17" rx="5" fill="#c2410c" />
      <rect x="168" y="100.5" width="22" height="4" rx="2" fill="#fff" opacity="0.9" />
    </g>
  </svg>
);
