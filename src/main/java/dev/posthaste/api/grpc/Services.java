package dev.posthaste.api.grpc;

import dev.posthaste.api.grpc.v1.AccountServiceGrpc;
import dev.posthaste.api.grpc.v1.ApiKeyServiceGrpc;
import dev.posthaste.api.grpc.v1.CertificateServiceGrpc;
import dev.posthaste.api.grpc.v1.DomainServiceGrpc;
import dev.posthaste.api.grpc.v1.EmailServiceGrpc;
import dev.posthaste.api.grpc.v1.FolderServiceGrpc;
import dev.posthaste.api.grpc.v1.MessageServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.quarkus.grpc.GrpcService;

/** The services of {@code proto/}, one bean each, since the framework finds services as beans. */
abstract class Services implements BindableService {

    private final Calls calls;
    private final ServiceDescriptor service;

    private Services(Calls calls, ServiceDescriptor service) {
        this.calls = calls;
        this.service = service;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return calls.definition(service);
    }

    @GrpcService
    static class Accounts extends Services {
        Accounts(Calls calls) {
            super(calls, AccountServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class ApiKeys extends Services {
        ApiKeys(Calls calls) {
            super(calls, ApiKeyServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class Certificates extends Services {
        Certificates(Calls calls) {
            super(calls, CertificateServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class Domains extends Services {
        Domains(Calls calls) {
            super(calls, DomainServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class Emails extends Services {
        Emails(Calls calls) {
            super(calls, EmailServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class Folders extends Services {
        Folders(Calls calls) {
            super(calls, FolderServiceGrpc.getServiceDescriptor());
        }
    }

    @GrpcService
    static class Messages extends Services {
        Messages(Calls calls) {
            super(calls, MessageServiceGrpc.getServiceDescriptor());
        }
    }
}
