import { createContext, useContext } from 'react';

const CommentingContext = createContext(false);

export const CommentingProvider = CommentingContext.Provider;

/** Whether comments can be begun here: by buttons and menus, by whoever may. */
export const useCommenting = (): boolean => useContext(CommentingContext);
