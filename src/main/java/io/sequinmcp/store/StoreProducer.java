package io.sequinmcp.store;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.InjectableInstance;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands out the store on whichever datasource {@link DatabaseSelection} made active. */
@ApplicationScoped
class StoreProducer {
    @Produces
    @Singleton
    Store store(@Any InjectableInstance<AgroalDataSource> dataSources, MeterRegistry registry) {
        return new Store(dataSources.getActive(), Infrastructure.getDefaultWorkerPool(), registry);
    }
}
