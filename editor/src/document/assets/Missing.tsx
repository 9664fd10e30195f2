import { ExternalLink, ImageOff, LoaderCircle, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isSafeAddress, shortAddress } from '../../content/link-address.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Missing.module.css';

interface MissingProps {
  readonly asset: string;
  /** Where it lies in the web; empty where it is an asset. */
  readonly url: string;
  readonly alt: string;
  /** Who is uploading it; null where nobody is. */
  readonly uploader: string | null;
  onRetry(): void;
}

/** Stands for a picture that can't be shown, and says why. */
export const Missing = ({ asset, url, alt, uploader, onRetry }: MissingProps) => {
  const { t } = useTranslation();
  if (asset === '') {
    return (
      <div className={styles.missing}>
        <ImageOff size={18} aria-hidden />
        <span className={styles.words}>
          {t(url === '' ? 'assets.noSource' : 'assets.elsewhere')}
          {alt !== '' && <bdi className={styles.alt}>{alt}</bdi>}
          {isSafeAddress(url) && (
            <a className={styles.address} href={url} target="_blank" rel="noopener noreferrer">
              <span>{shortAddress(url)}</span>
              <ExternalLink size={13} aria-label={t('link.open')} />
            </a>
          )}
        </span>
      </div>
    );
  }
  if (uploader !== null) {
    return (
      <div className={styles.missing} role="status">
        <LoaderCircle size={18} className={styles.turning} aria-hidden />
        <span className={styles.words}>
          {t(uploader === '' ? 'assets.coming' : 'assets.comingFrom', { name: uploader })}
        </span>
      </div>
    );
  }
  return (
    <div className={styles.missing}>
      <ImageOff size={18} aria-hidden />
      <span className={styles.words}>
        {t('assets.missing')}
        {alt !== '' && <bdi className={styles.alt}>{alt}</bdi>}
      </span>
      <IconButton label={t('assets.retry')} onClick={onRetry}>
        <RotateCw size={16} aria-hidden />
      </IconButton>
    </div>
  );
};
