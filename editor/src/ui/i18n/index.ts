import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting, writeSetting } from '../settings.ts';
import { en, type Translation } from './en.ts';
import { type Language, pickLanguage } from './languages.ts';
import { zhCN } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const RESOURCES: Record<Language, { translation: Translation }> = {
  en: { translation: en },
  'zh-CN': { translation: zhCN },
};

const SETTING = 'language';

const remembered = readSetting(SETTING);

export const i18n: I18n = createInstance();

void i18n.use(initReactI18next).init({
  resources: RESOURCES,
  lng: pickLanguage(remembered === null ? navigator.languages : [remembered, ...navigator.languages]),
  fallbackLng: 'en',
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  // The words are in the bundle: nothing to wait for.
  initAsync: false,
  // An advertisement on the console.
  showSupportNotice: false,
});

/** Says of the page which language it is in, now and later: for pages that are ours. */
export const nameLanguageOfPage = (): void => {
  const name = (language: string): void => {
    document.documentElement.lang = language;
  };
  name(i18n.language);
  i18n.on('languageChanged', name);
};

/** Switches the interface's language and remembers it. */
export const setLanguage = (language: Language): void => {
  writeSetting(SETTING, language);
  void i18n.changeLanguage(language);
};
