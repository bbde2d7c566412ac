// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.eyrie.alerts.v1.AlertsProto;
import io.eyrie.alerts.v1.CatalogueProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names in the protos of {@code eyrie.alerts} keep to the usual rules of lint. */
class ProtoNamesTest {

  private static final List<FileDescriptor> FILES =
      List.of(AlertsProto.getDescriptor(), CatalogueProto.getDescriptor());

  @Test
  void files_lie_where_their_package_says_and_packages_have_a_version() {
    for (FileDescriptor file : FILES) {
      assertThat(file.getPackage()).matches("[a-z]+(\\.[a-z]+)*\\.v[0-9]+");
      assertThat(file.getFullName())
          .matches(file.getPackage().replace('.', '/') + "/[a-z_]+\\.proto");
    }
  }

  @Test
  void services_and_their_messages_are_named_after_each_other() {
    Set<String> used = new HashSet<>();
    int methods = 0;
    for (FileDescriptor file : FILES) {
      for (ServiceDescriptor service : file.getServices()) {
        assertThat(service.getName()).matches("([A-Z][a-z0-9]+)+Service");
        for (MethodDescriptor method : service.getMethods()) {
          methods++;
          assertThat(method.getInputType().getName()).isEqualTo(method.getName() + "Request");
          assertThat(method.getOutputType().getName()).isEqualTo(method.getName() + "Response");
          assertThat(used.add(method.getInputType().getName())).isTrue();
        }
      }
    }
    assertThat(methods).isEqualTo(9);
  }

  @Test
  void messages_fields_and_values_have_their_forms() {
    List<Descriptor> messages = new ArrayList<>();
    FILES.forEach(file -> messages.addAll(file.getMessageTypes()));
    assertThat(messages).hasSizeGreaterThan(25);
    for (Descriptor message : messages) {
      assertThat(message.getName()).matches("([A-Z][a-z0-9]*)+");
      assertThat(message.getFields())
          .allMatch(field -> field.getName().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
    }
    for (FileDescriptor file : FILES) {
      for (EnumDescriptor type : file.getEnumTypes()) {
        String prefix =
            type.getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + "_";
        assertThat(type.getValues()).allMatch(value -> value.getName().startsWith(prefix));
        assertThat(type.getValues().getFirst().getName()).isEqualTo(prefix + "UNSPECIFIED");
        assertThat(type.getValues().getFirst().getNumber()).isZero();
      }
    }
  }
}
