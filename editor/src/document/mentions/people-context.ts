import { createContext, useContext } from 'react';
import type { Person } from '../../panels/people.ts';

const PeopleContext = createContext<readonly Person[]>([]);

export const PeopleProvider = PeopleContext.Provider;

/** Who is in the document now. */
export const useThoseHere = (): readonly Person[] => useContext(PeopleContext);
