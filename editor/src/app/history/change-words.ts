import { useTranslation } from 'react-i18next';
import type { VersionChange } from '../../protocol/index.ts';
import { aboutKey, elementOf } from './about.ts';
import type { ShownPerson } from './people.ts';

const LONGEST = 60;

const excerpt = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** Says a change in a sentence, for whoever doesn't see it, or not at once. */
export const useChangeWords = (personOf: (id: string | null) => ShownPerson): ((change: VersionChange) => string) => {
  const { t } = useTranslation();
  return ({ kinds, by, inserted, removed, about }) => {
    const who = by.map((id) => personOf(id).name).join(t('history.comma'));
    const [came, went] = [excerpt(inserted), excerpt(removed)];
    const isDrawn = about.some((name) => elementOf(name) !== null);
    // An element is called by its kind.
    const named = isDrawn ? about.filter((name) => elementOf(name) === null) : about;
    const what = [...new Set(named.map((name) => t(`history.${aboutKey(name)}`)))].join(t('history.comma'));
    if (isDrawn) {
      if (kinds.includes('inserted'))
        return came === '' ? t('history.drew', { who, what }) : t('history.drewWords', { who, came });
      if (kinds.includes('removed'))
        return went === '' ? t('history.erased', { who, what }) : t('history.erasedWords', { who, went });
      if (kinds.includes('moved')) return t('history.shifted', { who, what });
    }
    if (kinds.includes('changed') && came === '' && went === '') return t('history.didChange', { who, what });
    if (came !== '' && went !== '') return t('history.didReplace', { who, came, went });
    if (came !== '') return t('history.didInsert', { who, came });
    if (went !== '') return t('history.didRemove', { who, went });
    if (kinds.includes('moved')) return t('history.didMove', { who, what });
    if (kinds.includes('restyled')) return t('history.didRestyle', { who, what });
    if (kinds.includes('removed')) return t('history.didRemove', { who, went: what || t('history.aBlock') });
    return t('history.didInsert', { who, came: what || t('history.aBlock') });
  };
};
