import { ApolloServer } from '@apollo/server';
import { createYoga } from 'graphql-yoga';

// ruleid: graphql-server
export const server = new ApolloServer<Context>({ schema, introspection: false });
// ruleid: graphql-server
export const yoga = createYoga({ schema });
// ok: graphql-server
export const schema = makeExecutableSchema({ typeDefs });
// ok: graphql-server (near miss: a type alone)
export type Server = ApolloServer;
