import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressCard, ProgressStack } from '../../ui/ProgressCard.tsx';
import styles from './ImportList.module.css';
import type { Imports } from './use-imports.ts';

/** Files that are being imported, and those that couldn't be. */
export const ImportList = ({ imports }: { readonly imports: Imports }) => {
  const { t } = useTranslation();
  if (imports.items.length === 0) return null;
  return (
    <ProgressStack label={t('exchange.imports')}>
      {imports.items.map(({ key, name, part, failure }) =>
        failure === null ? (
          <ProgressCard
            key={key}
            label={t(part === null ? 'exchange.waiting' : 'exchange.importing', { name })}
            part={part ?? 0}
            onCancel={() => imports.dismiss(key)}
          />
        ) : (
          <div key={key} className={styles.failure} role="alert">
            <span className={styles.words}>{failure}</span>
            <IconButton label={t('exchange.dismiss', { label: name })} onClick={() => imports.dismiss(key)}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        ),
      )}
    </ProgressStack>
  );
};
