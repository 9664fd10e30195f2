import { RotateCw, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Upload } from '../../client/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useAssets } from './editor-assets.ts';
import styles from './UploadState.module.css';

interface UploadStateProps {
  readonly upload: Upload;
  /** Takes the block out of the text. */
  onRemove(): void;
}

/** How far one's own upload is, and what can be done about it. */
export const UploadState = ({ upload, onRemove }: UploadStateProps) => {
  const { t } = useTranslation();
  const uploads = useAssets()?.uploads;
  const { hash, name, state } = upload;
  const cancel = (): void => {
    uploads?.cancel(hash);
    onRemove();
  };
  if (state.at === 'refused') {
    return (
      <div className={styles.refused} role="alert">
        <span className={styles.words}>{t('assets.refused', { reason: state.reason })}</span>
        <IconButton label={t('assets.retry')} onClick={() => uploads?.retry(hash)}>
          <RotateCw size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('assets.delete')} onClick={cancel}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      </div>
    );
  }
  const percent = state.at === 'sending' ? Math.round(state.sent * 100) : 0;
  return (
    <div className={styles.state}>
      <span className={styles.words}>
        {state.at === 'sending' ? t('assets.sending', { percent: String(percent) }) : t('assets.waiting')}
      </span>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t('assets.progress', { name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div className={styles.bar} style={{ width: `${percent}%` }} />
      </div>
      <IconButton label={t('assets.cancel')} onClick={cancel}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
};
