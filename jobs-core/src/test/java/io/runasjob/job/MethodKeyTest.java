package io.runasjob.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.JobRequest.Target;
import org.junit.jupiter.api.Test;

class MethodKeyTest {

    static class Base {
        String inherited() {
            return "";
        }
    }

    static class Reports extends Base {
        String render(String document) {
            return document;
        }

        String render(Integer page) {
            return "" + page;
        }

        void print(String document, JobContext job) {}

        int count() {
            return 0;
        }
    }

    @Test
    void a_method_reference_names_its_method() throws Exception {
        JobRequest<Integer> request = JobRequest.of(Reports::count);

        assertThat(key(request)).isEqualTo(MethodKey.of(Reports.class, Reports.class.getDeclaredMethod("count")));
    }

    @Test
    void overloads_are_told_apart_by_their_parameters() throws Exception {
        MethodKey text = key(JobRequest.<Reports, String, String>of(Reports::render, "a"));
        MethodKey number = key(JobRequest.<Reports, Integer, String>of(Reports::render, 7));

        assertThat(text)
                .isEqualTo(MethodKey.of(Reports.class, Reports.class.getDeclaredMethod("render", String.class)));
        assertThat(number)
                .isEqualTo(MethodKey.of(Reports.class, Reports.class.getDeclaredMethod("render", Integer.class)));
        assertThat(text).isNotEqualTo(number);
    }

    @Test
    void a_context_belongs_to_the_signature_and_not_to_the_arguments() {
        JobRequest<Void> request = JobRequest.of(Reports::print, "a");

        assertThat(key(request).descriptor()).isEqualTo("(Ljava/lang/String;Lio/runasjob/job/JobContext;)V");
        assertThat(request.arguments()).containsExactly("a");
    }

    @Test
    void an_inherited_method_is_named_by_a_class_that_has_it() throws Exception {
        JobRequest<String> request = JobRequest.of(Reports::inherited);

        assertThat(key(request))
                .isIn(
                        MethodKey.of(Reports.class, Base.class.getDeclaredMethod("inherited")),
                        MethodKey.of(Base.class, Base.class.getDeclaredMethod("inherited")));
    }

    @Test
    void a_lambda_body_is_refused_and_told_what_to_write() {
        assertThatThrownBy(() -> JobRequest.of((Reports reports) -> reports.count() + 1))
                .isInstanceOf(NotAMethodReferenceException.class)
                .hasMessageContaining("lambda")
                .hasMessageContaining("::")
                .hasMessageContaining(MethodKeyTest.class.getSimpleName());
    }

    @Test
    void a_lambda_that_captures_something_unserializable_is_refused_too() {
        Object captured = new Object();

        assertThatThrownBy(() -> JobRequest.of((Reports reports) -> reports.count() + captured.hashCode()))
                .isInstanceOf(NotAMethodReferenceException.class);
    }

    private static MethodKey key(JobRequest<?> request) {
        return ((Target.Method) request.target()).key();
    }
}
