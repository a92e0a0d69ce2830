const { ApolloServer } = require('@apollo/server');
const { graphqlHTTP } = require('express-graphql');

// ruleid: graphql-server
const server = new ApolloServer({ typeDefs, resolvers });
// ruleid: graphql-server
app.use('/graphql', graphqlHTTP({ schema, graphiql: true }));
// ok: graphql-server
const client = new ApolloClient({ uri });
// ok: graphql-server
app.use('/graphql', limiter);
// ok: graphql-server (near miss: what carries the server, not the server)
app.use(expressMiddleware(server));
